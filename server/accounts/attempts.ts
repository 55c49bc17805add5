import type { Request, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { Problem } from '../http/problem.ts';

const windowMs = 300_000;
const attempts = 30;

/** Thirty wrong passwords in five minutes from one address, then 429. */
export function attemptLimiter(): (request: Request, response: Response) => Promise<void> {
  const limiter = rateLimit({
    windowMs,
    limit: attempts,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    handler: (_request, _response, next) => next(tooMany()),
  });
  return (request, response) =>
    new Promise<void>((resolve, reject) => {
      void limiter(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
    });
}

function tooMany(): Problem {
  return new Problem(
    429,
    'too-many-attempts',
    'Too many attempts; wait five minutes.',
    '尝试次数过多，请五分钟后再试。',
  );
}
