import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';

const packSooner = promisify(gzip);
const unpack = promisify(gunzip);

/** A message as its receipt keeps it. */
export type StoredBody = { body: Uint8Array | null; bodyPacked: boolean };

/** Smaller messages fit into a page of the database as they are. */
const leastBytes = 2_000;

/** Packs a message, in a thread of its own and quickly: at a fifteenth of its size it is written for far less. */
export async function packBody(body: Uint8Array | null | undefined): Promise<StoredBody> {
  if (!body || body.length < leastBytes) return { body: body ?? null, bodyPacked: false };
  return { body: await packSooner(body, { level: constants.Z_BEST_SPEED }), bodyPacked: true };
}

/** The message as it came. */
export async function unpackBody({ body, bodyPacked }: StoredBody): Promise<Uint8Array | null> {
  return body && bodyPacked ? unpack(body) : body;
}
