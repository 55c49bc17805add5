import { promisify } from 'node:util';
import { gzip as gzipWithCallback } from 'node:zlib';
import type { Request, Response } from 'express';

const gzip = promisify(gzipWithCallback);

/** JSON as it is sent, once for all who ask for it. */
export type PackedJson = { plain: Buffer; gzipped: Buffer };

/** A large answer compresses to half more than at the usual level, in a quarter of the time. */
const level = 2;

/** Compresses in a thread of its own. */
export async function packJson(value: unknown): Promise<PackedJson> {
  const plain = Buffer.from(JSON.stringify(value));
  return { plain, gzipped: await gzip(plain, { level }) };
}

export function sendPacked(request: Request, response: Response, { plain, gzipped }: PackedJson): void {
  const isGzipped = request.acceptsEncodings('gzip') === 'gzip';
  response.status(200).type('json').vary('Accept-Encoding').set('Cache-Control', 'private, no-cache');
  if (isGzipped) response.set('Content-Encoding', 'gzip');
  response.end(isGzipped ? gzipped : plain);
}

/** What is being worked out for a key, and what those who came since will share. */
type Turn<T> = { running: Promise<T>; next: Promise<T> | undefined };

/**
 * Lets those who ask the same at once share the work. Whoever asks while it is being done shares the next turn with all
 * others, which begins after: so nobody misses what was there before they asked, and a hundred cost as much as two.
 */
export function sharedWork<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const turns = new Map<string, Turn<T>>();
  const begin = (key: string, work: () => Promise<T>): Promise<T> => {
    const turn: Turn<T> = { running: work(), next: undefined };
    turns.set(key, turn);
    const end = () => {
      if (turns.get(key) === turn && turn.next === undefined) turns.delete(key);
    };
    turn.running.then(end, end);
    return turn.running;
  };
  return (key, work) => {
    const turn = turns.get(key);
    if (!turn) return begin(key, work);
    const again = () => begin(key, work);
    turn.next ??= turn.running.then(again, again);
    return turn.next;
  };
}
