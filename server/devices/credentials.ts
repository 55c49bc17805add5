import type { Knex } from 'knex';
import { hashSecret } from '../accounts/token.ts';
import { prepared } from '../database/prepared.ts';
import { Unavailable } from '../http/problem.ts';
import { byteStrings } from '../tracks/columns.ts';
import { grouping } from '../tracks/grouping.ts';

/** The device that a token is of, with what decoding needs to know of it. */
export type TokenOwner = { deviceId: number; tokenId: number; secret: string | null };

type Asked = { key: number; weight: number; hash: Buffer };
type Credentials = {
  ask: (asked: Asked) => Promise<TokenOwner | undefined>;
  /** By the hash of the token. */
  held: Map<string, TokenOwner>;
};

/** Some 40 MB at most; beyond that the oldest are asked for again. */
const mostHeld = 200_000;
const known = new WeakMap<Knex, Credentials>();
let lastKey = 0;

/**
 * Whose token this was when it was last asked for, without asking; undefined where that is not known. Whoever trusts it
 * has to look at it again in the transaction that stores what came with it, as deliveries do.
 */
export function heldOwner(db: Knex, token: string): TokenOwner | undefined {
  return credentialsOf(db).held.get(nameOf(hashSecret(token)));
}

/**
 * Whose token this is; undefined for one that is unknown, revoked, or no device's. What is asked at the same time is
 * asked in one statement, never of memory: a token that was revoked is refused at once.
 */
export async function ownerOfToken(db: Knex, token: string): Promise<TokenOwner | undefined> {
  const { ask, held } = credentialsOf(db);
  const hash = hashSecret(token);
  const owner = await ask({ key: ++lastKey, weight: 1, hash });
  const name = nameOf(hash);
  held.delete(name);
  if (!owner) return undefined;
  const [oldest] = held.size >= mostHeld ? held.keys() : [];
  if (oldest !== undefined) held.delete(oldest);
  held.set(name, owner);
  return owner;
}

function credentialsOf(db: Knex): Credentials {
  const found = known.get(db);
  if (found) return found;
  const ask = grouping<Asked, TokenOwner | undefined>(
    { windowMs: 0, enough: 500, heavy: 500, atOnce: 1, most: 100_000 },
    (asked) => findOwners(db, asked),
    overloaded,
  );
  const made = { ask, held: new Map<string, TokenOwner>() };
  known.set(db, made);
  return made;
}

async function findOwners(db: Knex, asked: readonly Asked[]): Promise<(TokenOwner | undefined)[]> {
  const { rows } = await prepared(
    db,
    'find-token-owners',
    `select token.hash, token.device_id as "deviceId", token.id as "tokenId", device.secret
     from tokens token join devices device on device.id = token.device_id
     where token.hash = any(:hashes) and token.kind = 'device' and token.revoked_at is null
       and (token.expires_at is null or token.expires_at > now())`,
    { hashes: byteStrings(asked, ({ hash }) => hash) },
  );
  const owners = new Map<string, TokenOwner>(
    rows.map(({ hash, ...owner }: TokenOwner & { hash: Buffer }) => [nameOf(hash), owner]),
  );
  return asked.map(({ hash }) => owners.get(nameOf(hash)));
}

function nameOf(hash: Buffer): string {
  return hash.toString('latin1');
}

function overloaded(): Unavailable {
  return new Unavailable(
    'overloaded',
    'More arrives than can be taken at the moment; send it again in a few seconds.',
    '当前上传量超出处理能力，请几秒后重新发送。',
  );
}
