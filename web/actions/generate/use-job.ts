import { useQuery } from '@tanstack/react-query';
import { officeApi } from '../../api-office.ts';
import { plansApi } from '../../api-plans.ts';
import { ApiError } from '../../http.ts';
import type {
  Adjusted,
  AdjustRequest,
  GenerateAnswer,
  Generated,
  GenerateRequest,
  Job,
} from '../../types-plans.ts';

const pollMillis = 700;

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/** The run was stopped by whoever had begun it. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped';
}

type OnJob = (id: number, job: Job | null) => void;

/** Starts a run and answers when its cells are there; a long one is asked after and told of by `onJob`. */
export async function runGenerate(plan: number, request: GenerateRequest, onJob: OnJob): Promise<Generated> {
  const answer: GenerateAnswer = await plansApi.generate(plan, request);
  return 'job' in answer ? endOfJob<Generated>(answer.job, onJob) : answer;
}

/** What could be moved between the cells of a draft, or, with `take`, has been. */
export async function runAdjust(plan: number, request: AdjustRequest, onJob: OnJob): Promise<Adjusted> {
  const { job } = await plansApi.adjust(plan, request);
  return endOfJob<Adjusted>(job, onJob);
}

/** Asks after a run until it ends, and answers what came of it. */
export async function endOfJob<Result>(id: number, onJob: OnJob): Promise<Result> {
  onJob(id, null);
  for (;;) {
    const job = await plansApi.job<Result>(id);
    onJob(id, job);
    if (job.result) return job.result;
    if (job.state === 'cancelled') throw new JobStopped();
    if (job.state !== 'running') throw new ApiError(422, { detail: job.message });
    await pause(pollMillis);
  }
}

/** The imported layers; none where there are none yet, or the planner may not see them. */
export function useLayers() {
  const layers = useQuery({ queryKey: ['layers'], queryFn: officeApi.layers, retry: false });
  return layers.data?.layers ?? [];
}
