// The thread that makes cells, so that the server goes on answering. One job a thread; it ends with its answer,
// or is ended from outside where the job is cancelled.
import { parentPort, workerData } from 'node:worker_threads';
import { InvalidInput, type Reason } from '../../../http/problem.ts';
import { adjustedCells, balancedCells } from '../balanced/balanced-cells.ts';
import { fill } from '../fill.ts';
import type { Job, Refusal, Told } from './worker-messages.ts';

const progressEveryMs = 200;

function tell(told: Told): void {
  parentPort?.postMessage(told);
}

function run(job: Job): void {
  let toldAt = 0;
  const onProgress = (share: number) => {
    if (Date.now() - toldAt < progressEveryMs) return;
    toldAt = Date.now();
    tell({ kind: 'progress', share });
  };
  if (job.kind === 'fill') {
    const { filledIds, ...input } = job.request;
    const filled = new Set(filledIds);
    tell({ kind: 'filled', result: fill({ ...input, fills: (areaId) => filled.has(areaId) }) });
  } else if (job.kind === 'balance')
    tell({ kind: 'balanced', result: balancedCells({ ...job.request, onProgress }) });
  else tell({ kind: 'adjusted', result: adjustedCells({ ...job.request, onProgress }) });
}

function refusalOf(error: InvalidInput): Refusal {
  return {
    slug: error.slug,
    english: error.message,
    chinese: error.chinese,
    errors: error.extra['errors'] as Reason[],
  };
}

try {
  run(workerData);
} catch (error) {
  if (!(error instanceof InvalidInput)) throw error;
  tell({ kind: 'refused', refusal: refusalOf(error) });
}
