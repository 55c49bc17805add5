import type { RequestHandler } from 'express';
import { Unavailable } from './problem.ts';

/** What a request takes besides its body, about. */
const requestBytes = 2_000;

/**
 * Answers 503 while the bodies that are being read and worked on would take more memory than this together. Clients
 * keep what they hold and come again, which is better than a process that ends for all of them.
 */
export function limitLoad({ bytes, bodyBytes }: { bytes: number; bodyBytes: number }): RequestHandler {
  let held = 0;
  return (request, response, next) => {
    const announced = request.headers['content-length'];
    const unknown = request.headers['transfer-encoding'] === undefined ? 0 : bodyBytes;
    // A body over its limit is refused without being read.
    const own = requestBytes + Math.min(announced === undefined ? unknown : Number(announced), bodyBytes);
    if (held + own > bytes)
      throw new Unavailable(
        'overloaded',
        'Too much is being uploaded at the moment; try again in a few seconds.',
        '当前上传量过大，请几秒后重试。',
      );
    held += own;
    response.once('close', () => {
      held -= own;
    });
    next();
  };
}
