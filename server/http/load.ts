import type { IncomingMessage, ServerResponse } from 'node:http';
import { Unavailable } from './problem.ts';

/** What a request takes besides its body, about. */
const requestBytes = 2_000;
/** A phone with a bad connection stops for seconds, not for so long. */
const longestPauseMs = 30_000;
/** What of all packed bodies may take: no client of ours packs its own, and those of all others are to go on. */
const packedShare = 1 / 4;

/** Goes on with `next` where there is room for the request; throws Unavailable where there is none. */
export type LoadLimit = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

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
 * announced and does not come takes nothing, and a body that stops coming is given up. A packed body counts as the
 * largest there may be, since some kilobytes unpack to it. Of a body over its limit no more is kept, so none is counted.
 */
export function limitLoad({ bytes, bodyBytes, pauseMs = longestPauseMs }: Limit): LoadLimit {
  let held = 0;
  let heldPacked = 0;
  return (request, response, next) => {
    const announced = Number(request.headers['content-length'] ?? 0);
    const packedBytes = isPacked(request) ? bodyBytes : 0;
    if (held + requestBytes + Math.min(announced, bodyBytes) > bytes) throw overloaded();
    if (packedBytes > 0 && heldPacked + packedBytes > Math.max(bytes * packedShare, bodyBytes))
      throw overloaded();
    let own = 0;
    const hold = (more: number) => {
      own += more;
      held += more;
    };
    hold(requestBytes + packedBytes);
    heldPacked += packedBytes;
    request.on('data', (chunk: Buffer) => {
      hold(Math.min(chunk.length, requestBytes + bodyBytes - own));
      // Too many began at once for all of them to be taken.
      if (held > bytes) request.destroy();
    });
    request.setTimeout(pauseMs, () => request.destroy());
    request.once('end', () => request.setTimeout(0));
    response.once('close', () => {
      hold(-own);
      heldPacked -= packedBytes;
    });
    next();
  };
}

function isPacked({ headers }: IncomingMessage): boolean {
  return !/^(identity)?$/i.test((headers['content-encoding'] ?? '').trim());
}

function overloaded(): Unavailable {
  return new Unavailable(
    'overloaded',
    'Too much is being uploaded at the moment; try again in a few seconds.',
    '当前上传量过大，请几秒后重试。',
  );
}
