// The thread that matches edges while their outlines are still being read: those of one plan after the other.
import { parentPort } from 'node:worker_threads';
import { EdgeMatcher } from '../matched-edges.ts';
import { type Batch, ringFields, type Told } from './matching-thread.ts';

/** Somewhat more than the first outlines ask for, so that the tables need not grow. */
const margin = 1.05;

let expected = 0;
let matcher: EdgeMatcher | undefined;

function add({ memory, rings }: Batch): void {
  const slabs = memory.map((buffer) => new Float64Array(buffer));
  matcher ??= new EdgeMatcher(positionsAhead(rings));
  for (let at = 0; at < rings.length; at += ringFields) {
    const slab = slabs[rings[at] ?? 0];
    if (!slab) throw new Error(`a ring lies in memory ${rings[at]}, which was not sent`);
    const [start, end] = [rings[at + 1] ?? 0, rings[at + 2] ?? 0];
    matcher.addRing(slab, start, end, { isShell: rings[at + 3] === 1, outline: rings[at + 4] ?? 0 });
  }
}

/** How many positions all outlines have together, were they like the first ones. */
function positionsAhead(rings: Int32Array): number {
  let positions = 0;
  for (let at = 0; at < rings.length; at += ringFields)
    positions += ((rings[at + 2] ?? 0) - (rings[at + 1] ?? 0)) / 2;
  const outlines = (rings.at(-1) ?? 0) + 1;
  return Math.ceil((positions / outlines) * Math.max(outlines, expected) * margin);
}

function answer(): void {
  const matched = (matcher ?? new EdgeMatcher(0)).matched();
  matcher = undefined;
  parentPort?.postMessage(
    matched,
    Object.values(matched).map(({ buffer }) => buffer as ArrayBuffer),
  );
}

parentPort?.on('message', (told: Told) => {
  if (told === 'end') answer();
  else if ('expected' in told) ({ expected } = told);
  else add(told);
});
