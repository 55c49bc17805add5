import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InvalidInput } from '../../../http/problem.ts';
import type { Change } from '../../edits/change.ts';
import { ofCells, type RepairInput } from '../../repairs/work-out.ts';
import { Cancelled } from '../balanced/balance.ts';
import type {
  AdjustedCells,
  AdjustRequest,
  BalancedCells,
  BalancedRequest,
} from '../balanced/balanced-cells.ts';
import type { Filled } from '../fill.ts';
import type { FillRequest, Job, Portable, Told } from './worker-messages.ts';

export type Watch = {
  /** Told the share done, a few times a second. */
  onProgress?: (share: number) => void;
  /** Ends the work at once where it is aborted. */
  signal?: AbortSignal;
};

const workerPath = join(import.meta.dirname, 'worker-start.mjs');

/** {@link balancedCells} in a thread of its own. Throws InvalidInput as it does, and {@link Cancelled}. */
export async function balancedCellsInWorker(
  request: Portable<BalancedRequest>,
  watch: Watch = {},
): Promise<BalancedCells> {
  const told = await inWorker({ kind: 'balance', request }, watch);
  if (told.kind !== 'balanced') throw new Error(`the thread answered ${told.kind}`);
  return told.result;
}

/** {@link adjustedCells} in a thread of its own. Throws as {@link balancedCellsInWorker}. */
export async function adjustedCellsInWorker(
  request: Portable<AdjustRequest>,
  watch: Watch = {},
): Promise<AdjustedCells> {
  const told = await inWorker({ kind: 'adjust', request }, watch);
  if (told.kind !== 'adjusted') throw new Error(`the thread answered ${told.kind}`);
  return told.result;
}

/** {@link fill} in a thread of its own. Throws {@link Cancelled}. */
export async function fillInWorker(request: FillRequest, watch: Watch = {}): Promise<Filled> {
  const told = await inWorker({ kind: 'fill', request }, watch);
  if (told.kind !== 'filled') throw new Error(`the thread answered ${told.kind}`);
  return told.result;
}

/** {@link workOutRepairs} in a thread of its own. Throws {@link Cancelled}. */
export async function repairsInWorker(request: RepairInput, watch: Watch = {}): Promise<Change> {
  const told = await inWorker({ kind: 'repair', request }, watch);
  if (told.kind !== 'repaired') throw new Error(`the thread answered ${told.kind}`);
  return ofCells(told.result, request.near.cells);
}

async function inWorker(job: Job, { onProgress, signal }: Watch): Promise<Told> {
  if (signal?.aborted) throw new Cancelled('cancelled');
  const worker = new Worker(workerPath, { workerData: job });
  let abort = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    abort = () => reject(new Cancelled('cancelled'));
  });
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([answerOf(worker, onProgress), cancelled]);
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

function answerOf(worker: Worker, onProgress: Watch['onProgress']): Promise<Told> {
  return new Promise((resolve, reject) => {
    worker.on('message', (told: Told) => {
      if (told.kind === 'progress') onProgress?.(told.share);
      else if (told.kind === 'refused') {
        const { slug, english, chinese, errors } = told.refusal;
        reject(new InvalidInput(slug, english, chinese, errors));
      } else resolve(told);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread ended with ${code} before it answered`)));
  });
}
