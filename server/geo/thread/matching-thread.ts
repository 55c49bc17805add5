import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MatchedEdges } from '../matched-edges.ts';
import type { FlatPolygon } from '../wkb.ts';

/** Rings that follow those of the batch before: of each its memory by place, start, end, whether it is a shell, outline. */
export type Batch = { memory: ArrayBufferLike[]; rings: Int32Array };
export const ringFields = 5;

const workerPath = join(import.meta.dirname, 'worker-start.mjs');

/** A thread that matches the edges of outlines as they come, as `matchEdges` does of all at once. */
export class MatchingThread {
  readonly #worker: Worker;
  readonly #answer: Promise<MatchedEdges>;
  #outlines = 0;

  /** `expected` is how many outlines will come, for the room that is taken; fewer or more may. */
  constructor(expected: number) {
    const worker = new Worker(workerPath, { workerData: expected });
    this.#worker = worker;
    this.#answer = new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the thread ended with ${code} before it answered`)));
    });
    // Told to whoever asks for the answer; nobody may be left to ask.
    this.#answer.catch(() => {});
  }

  /** The next outlines. What lies in shared memory is not copied, and must not be changed any more. */
  add(outlines: readonly (readonly FlatPolygon[])[]): void {
    const places = new Map<ArrayBufferLike, number>();
    const rings: number[] = [];
    outlines.forEach((polygons, index) => {
      for (const polygon of polygons)
        polygon.forEach((ring, place) => {
          const memory = places.get(ring.buffer) ?? places.size;
          places.set(ring.buffer, memory);
          const start = ring.byteOffset / ring.BYTES_PER_ELEMENT;
          rings.push(memory, start, start + ring.length, place === 0 ? 1 : 0, this.#outlines + index);
        });
    });
    this.#outlines += outlines.length;
    const batch: Batch = { memory: [...places.keys()], rings: Int32Array.from(rings) };
    this.#worker.postMessage(batch);
  }

  /** The edges of all outlines that came. */
  async matched(): Promise<MatchedEdges> {
    this.#worker.postMessage('end');
    return this.#answer;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
