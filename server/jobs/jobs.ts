import type { Logger } from 'pino';
import { Conflict, type Language, NotFound, Problem } from '../http/problem.ts';
import type { Job } from './job.ts';

type Kept = Job & { accountId: number; abort: AbortController; endedAt: number | undefined };

const keptMs = 3_600_000;
const jobs = new Map<number, Kept>();
let lastId = 0;

export type Work<Result> = (watch: {
  onProgress: (share: number) => void;
  signal: AbortSignal;
}) => Promise<Result>;

/** Begins a long run of somebody's; returns its number. What it throws is told as its message. */
export function startJob<Result>(
  log: Logger,
  accountId: number,
  language: Language,
  work: Work<Result>,
): number {
  forgetOld();
  requireIdle(accountId);
  const kept: Kept = {
    state: 'running',
    progress: 0,
    message: null,
    result: null,
    accountId,
    abort: new AbortController(),
    endedAt: undefined,
  };
  lastId += 1;
  const id = lastId;
  jobs.set(id, kept);
  const onProgress = (share: number) => {
    kept.progress = Math.max(kept.progress, Math.min(1, share));
  };
  work({ onProgress, signal: kept.abort.signal })
    .then((result) => Object.assign(kept, { state: 'done', progress: 1, result }))
    .catch((error: unknown) => {
      const isCancelled = kept.abort.signal.aborted;
      if (!isCancelled && !(error instanceof Problem)) log.error({ err: error, job: id }, 'a job failed');
      Object.assign(kept, {
        state: isCancelled ? 'cancelled' : 'failed',
        message: isCancelled ? null : said(error, language),
      });
    })
    .finally(() => {
      kept.endedAt = Date.now();
    });
  return id;
}

/** One long run of somebody's at a time: each takes a processor. */
function requireIdle(accountId: number): void {
  for (const [id, kept] of jobs)
    if (kept.accountId === accountId && kept.state === 'running' && !kept.abort.signal.aborted)
      throw new Conflict(
        'job-running',
        `Your run ${id} is not finished; wait for it or cancel it first.`,
        `您的任务 ${id} 尚未结束，请等待或先取消。`,
        { job: id },
      );
}

function said(error: unknown, language: Language): string {
  if (error instanceof Problem) return language === 'zh' ? error.chinese : error.message;
  return language === 'zh' ? '运行失败，原因已记入日志。' : 'The run failed; the log says why.';
}

function forgetOld(): void {
  for (const [id, { endedAt }] of jobs) if (endedAt && endedAt < Date.now() - keptMs) jobs.delete(id);
}

/** A run of the caller's own, or NotFound. */
export function getJob(id: number, accountId: number): Job {
  return getOwn(id, accountId);
}

/** Ends a run; one that has ended stays as it is. */
export function cancelJob(id: number, accountId: number): void {
  getOwn(id, accountId).abort.abort();
}

function getOwn(id: number, accountId: number): Kept {
  const found = jobs.get(id);
  if (found?.accountId === accountId) return found;
  throw new NotFound('job-not-found', `You have no run ${id}.`, `您没有编号为 ${id} 的运行任务。`);
}
