import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MatchedEdges } from '../matched-edges.ts';
import type { FlatPolygon } from '../wkb.ts';

/** Rings that follow those of the batch before: of each its memory by place, start, end, whether it is a shell, outline. */
export type Batch = { memory: ArrayBufferLike[]; rings: Int32Array };
export const ringFields = 5;

const workerPath = join(import.meta.dirname, 'worker-start.mjs');

/** What the thread is told: how many outlines to expect, then the outlines, then that there are no more. */
export type Told = { expected: number } | Batch | 'end';

/** A thread that matches the edges of outlines as they come, as `matchEdges` does of all at once. */
export class MatchingThread {
  readonly #worker: Worker;
  readonly #answer: Promise<MatchedEdges>;
  #outlines = 0;
  #hasAnswered = false;

  /** `expected` is how many outlines will come, for the room that is taken; fewer or more may. */
  constructor(expected: number) {
    const worker = takeWorker();
    this.#worker = worker;
    this.#answer = new Promise((resolve, reject) => {
      worker.once('message', (matched: MatchedEdges) => {
        this.#hasAnswered = true;
        resolve(matched);
      });
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the thread ended with ${code} before it answered`)));
    });
    // Told to whoever asks for the answer; nobody may be left to ask.
    this.#answer.catch(() => {});
    this.#tell({ expected });
  }

  /** The next outlines. What lies in shared memory is not copied, and must not be changed any more. */
  add(outlines: readonly (readonly FlatPolygon[])[]): void {
    const places = new Map<ArrayBufferLike, number>();
    const rings = new Int32Array(countRings(outlines) * ringFields);
    let at = 0;
    for (const polygons of outlines) {
      for (const polygon of polygons)
        for (let place = 0; place < polygon.length; place++) {
          const ring = polygon[place] ?? noRing;
          const memory = places.get(ring.buffer) ?? places.size;
          if (memory === places.size) places.set(ring.buffer, memory);
          const start = ring.byteOffset / ring.BYTES_PER_ELEMENT;
          rings[at] = memory;
          rings[at + 1] = start;
          rings[at + 2] = start + ring.length;
          rings[at + 3] = place === 0 ? 1 : 0;
          rings[at + 4] = this.#outlines;
          at += ringFields;
        }
      this.#outlines++;
    }
    this.#tell({ memory: [...places.keys()], rings });
  }

  /** The edges of all outlines that came. */
  async matched(): Promise<MatchedEdges> {
    this.#tell('end');
    return this.#answer;
  }

  async stop(): Promise<void> {
    if (this.#hasAnswered && !idle) keepWorker(this.#worker);
    else await this.#worker.terminate();
  }

  #tell(told: Told): void {
    this.#worker.postMessage(told);
  }
}

const noRing = new Float64Array(0);

function countRings(outlines: readonly (readonly FlatPolygon[])[]): number {
  let rings = 0;
  for (const polygons of outlines) for (const polygon of polygons) rings += polygon.length;
  return rings;
}

/** Whoever proves a plan proves it again: to start a thread takes as long as to match a third of a large plan. */
const idleMilliseconds = 60_000;
let idle: { worker: Worker; ends: NodeJS.Timeout } | undefined;

function takeWorker(): Worker {
  if (!idle) return new Worker(workerPath);
  const { worker, ends } = idle;
  forgetWorker();
  clearTimeout(ends);
  listenNoMore(worker);
  worker.ref();
  return worker;
}

/** A thread that has answered, for whoever comes next; it keeps no program from ending. */
function keepWorker(worker: Worker): void {
  const end = () => {
    forgetWorker();
    void worker.terminate();
  };
  listenNoMore(worker);
  worker.once('error', forgetWorker).once('exit', forgetWorker).unref();
  idle = { worker, ends: setTimeout(end, idleMilliseconds).unref() };
}

/** Only to these: by another listener a worker learns that somebody waits for its messages. */
function listenNoMore(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
}

function forgetWorker(): void {
  idle = undefined;
}
