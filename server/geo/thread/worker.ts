// The thread that matches edges while their outlines are still being read. It ends with its answer.
import { parentPort, workerData } from 'node:worker_threads';
import { EdgeMatcher } from '../matched-edges.ts';
import { type Batch, ringFields } from './matching-thread.ts';

/** Somewhat more than the first outlines ask for, so that the tables need not grow. */
const margin = 1.05;

let matcher: EdgeMatcher | undefined;

function add({ memory, rings }: Batch): void {
  const slabs = memory.map((buffer) => new Float64Array(buffer));
  matcher ??= new EdgeMatcher(positionsAhead(rings));
  for (let at = 0; at < rings.length; at += ringFields) {
    const slab = slabs[rings[at] ?? 0];
    if (!slab) throw new Error(`a ring lies in memory ${rings[at]}, which was not sent`);
    const [start = 0, end = 0, isShell = 0, outline = 0] = rings.subarray(at + 1, at + ringFields);
    matcher.addRing(slab, start, end, { isShell: isShell === 1, outline });
  }
}

/** How many positions all outlines have together, were they like the first ones. */
function positionsAhead(rings: Int32Array): number {
  let positions = 0;
  for (let at = 0; at < rings.length; at += ringFields)
    positions += ((rings[at + 2] ?? 0) - (rings[at + 1] ?? 0)) / 2;
  const outlines = (rings.at(-1) ?? 0) + 1;
  return Math.ceil((positions / outlines) * Math.max(outlines, Number(workerData)) * margin);
}

parentPort?.on('message', (batch: Batch | 'end') => {
  if (batch !== 'end') return add(batch);
  const matched = (matcher ?? new EdgeMatcher(0)).matched();
  parentPort?.postMessage(
    matched,
    Object.values(matched).map(({ buffer }) => buffer as ArrayBuffer),
  );
});
