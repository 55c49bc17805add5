import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { problemOf } from './failure.ts';
import { Problem, sendProblem } from './problem.ts';

/** Answers what was thrown: refusals with their sentence, faults of ours with none, all of it in the log. */
export function answerProblems(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemOf(error) ?? fault();
    if (problem.status >= 500) log.error({ err: error }, 'request failed');
    if (response.headersSent) return next(error);
    sendProblem(request, response, problem);
  };
}

function fault(): Problem {
  return new Problem(
    500,
    'fault',
    'Something went wrong on the server; it has been logged.',
    '服务器出错，已记录日志。',
  );
}
