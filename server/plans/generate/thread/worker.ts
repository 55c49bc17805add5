// The thread that makes or mends cells, so that the server goes on answering. One job a thread; it ends with its answer,
// or is ended from outside where the job is cancelled.
import { parentPort, workerData } from 'node:worker_threads';
import { Problem, type Reason } from '../../../http/problem.ts';
import { workOutRepairs } from '../../repairs/work-out.ts';
import { adjustedCells, balancedCells } from '../balanced/balanced-cells.ts';
import { fill } from '../fill.ts';
import type { Job, Refusal, Told } from './worker-messages.ts';

const progressEveryMs = 200;

function tell(told: Told): void {
  parentPort?.postMessage(told);
}

async function run(job: Job): Promise<void> {
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
  else if (job.kind === 'adjust')
    tell({ kind: 'adjusted', result: adjustedCells({ ...job.request, onProgress }) });
  else tell({ kind: 'repaired', result: await workOutRepairs(job.request, { onProgress }) });
}

function refusalOf(error: Problem): Refusal {
  return {
    slug: error.slug,
    english: error.message,
    chinese: error.chinese,
    errors: error.extra['errors'] as Reason[],
  };
}

try {
  await run(workerData);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  tell({ kind: 'refused', refusal: refusalOf(error) });
}
