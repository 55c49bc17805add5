import type { RequestHandler } from 'express';
import { Unavailable } from './problem.ts';

/** What a request takes besides its body, about. */
const requestBytes = 2_000;
/** A phone with a bad connection stops for seconds, not for so long. */
const longestPauseMs = 30_000;

type Limit = {
  /** What all bodies may take that are being read and worked on. */
  bytes: number;
  /** What one may take; it is refused by whoever reads it. */
  bodyBytes: number;
  pauseMs?: number;
};

/**
 * Answers 503 where the bodies that have arrived and are worked on would take too much memory together with this one.
 * Clients keep what they hold and come again, which is better than a process that ends for all of them. What is
 * announced and does not come takes nothing, and a body that stops coming is given up.
 */
export function limitLoad({ bytes, bodyBytes, pauseMs = longestPauseMs }: Limit): RequestHandler {
  let held = 0;
  return (request, response, next) => {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (held + requestBytes + Math.min(announced, bodyBytes) > bytes) throw overloaded();
    let own = 0;
    const hold = (more: number) => {
      own += more;
      held += more;
    };
    hold(requestBytes);
    request.on('data', (chunk: Buffer) => {
      hold(chunk.length);
      // Too many began at once for all of them to be taken.
      if (held > bytes) request.destroy();
    });
    request.setTimeout(pauseMs, () => request.destroy());
    request.once('end', () => request.setTimeout(0));
    response.once('close', () => hold(-own));
    next();
  };
}

function overloaded(): Unavailable {
  return new Unavailable(
    'overloaded',
    'Too much is being uploaded at the moment; try again in a few seconds.',
    '当前上传量过大，请几秒后重试。',
  );
}
