import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Request, Response } from 'express';

/** A large answer compresses to half more than at the usual level, in a quarter of the time. */
const level = 2;

/** JSON as it is sent, once for all who ask for it. */
export type PackedJson = { body: Buffer; isGzipped: boolean };

export const takesGzip = (request: Request): boolean => request.acceptsEncodings('gzip') === 'gzip';

/**
 * Packs JSON that comes in parts. Each is compressed in a thread of its own while the next is being made, and between
 * them others have their turn.
 */
export async function packJson(parts: Iterable<Buffer>, isGzipped: boolean): Promise<PackedJson> {
  if (!isGzipped) return { body: Buffer.concat([...parts]), isGzipped };
  const stream = createGzip({ level, chunkSize: 256 * 1024 });
  const body = buffer(stream);
  for (const part of parts) {
    stream.write(part);
    await setImmediate();
  }
  stream.end();
  return { body: await body, isGzipped };
}

export function sendPacked(response: Response, { body, isGzipped }: PackedJson): void {
  response.status(200).type('json').vary('Accept-Encoding').set('Cache-Control', 'private, no-cache');
  if (isGzipped) response.set('Content-Encoding', 'gzip');
  response.end(body);
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
