import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MatchInput } from '../post.ts';
import type { Solution } from '../solution.ts';

export type Told = { kind: 'progress'; share: number } | { kind: 'solved'; solution: Solution };

const workerPath = join(import.meta.dirname, 'worker-start.mjs');

/** {@link propose} in a thread of its own; rejects where the signal is aborted before it ends. */
export async function proposeInWorker(
  input: MatchInput,
  { onProgress, signal }: { onProgress: (share: number) => void; signal: AbortSignal },
): Promise<Solution> {
  signal.throwIfAborted();
  const worker = new Worker(workerPath, { workerData: input });
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new Error('cancelled'));
  });
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([answerOf(worker, onProgress), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

function answerOf(worker: Worker, onProgress: (share: number) => void): Promise<Solution> {
  return new Promise((resolve, reject) => {
    worker.on('message', (told: Told) => {
      if (told.kind === 'progress') onProgress(told.share);
      else resolve(told.solution);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread ended with ${code} before it answered`)));
  });
}
