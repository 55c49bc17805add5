import { useQuery } from '@tanstack/react-query';
import { officeApi } from '../../api-office.ts';
import { plansApi } from '../../api-plans.ts';
import { ApiError } from '../../http.ts';
import type {
  Adjusted,
  AdjustRequest,
  EditAnswer,
  GenerateAnswer,
  Generated,
  GenerateRequest,
  Job,
  RepairRequest,
} from '../../types-plans.ts';

/** A short run is asked after sooner. */
const pollMillis = [100, 200, 400, 700] as const;

/** A run goes on while nobody can ask after it: only after this many questions in a row without an answer is it given up. */
const mostLost = 60;
const gone = new Set([0, 502, 503, 504]);
const isGone = (error: unknown) => error instanceof ApiError && gone.has(error.status);

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

/** Repairs problems of a draft, or tells what that would make; of many it is a run. */
export async function runRepair(plan: number, request: RepairRequest, onJob: OnJob): Promise<EditAnswer> {
  const answer = await plansApi.repair(plan, { ...request, ...('all' in request && { job: true }) });
  return 'job' in answer ? endOfJob<EditAnswer>(answer.job, onJob) : answer;
}

/** Asks after a run until it ends, and answers what came of it. */
export async function endOfJob<Result>(id: number, onJob: OnJob): Promise<Result> {
  onJob(id, null);
  for (let [asked, lost] = [0, 0]; ; asked += 1) {
    try {
      const job = await plansApi.job<Result>(id);
      lost = 0;
      onJob(id, job);
      if (job.result) return job.result;
      if (job.state === 'cancelled') throw new JobStopped();
      if (job.state !== 'running') throw new ApiError(422, { detail: job.message });
    } catch (error) {
      lost += 1;
      if (!isGone(error) || lost > mostLost) throw error;
    }
    await pause(pollMillis[asked] ?? 700);
  }
}

/** The imported layers; none where there are none yet, or the planner may not see them. */
export function useLayers() {
  const layers = useQuery({ queryKey: ['layers'], queryFn: officeApi.layers, retry: false });
  return layers.data?.layers ?? [];
}
