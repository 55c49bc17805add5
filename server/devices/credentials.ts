import type { Knex } from 'knex';
import { hashSecret } from '../accounts/token.ts';
import { Unavailable } from '../http/problem.ts';
import { byteStrings } from '../tracks/columns.ts';
import { grouping } from '../tracks/grouping.ts';

/** The device that a token is of, with what decoding needs to know of it. */
export type TokenOwner = { deviceId: number; tokenId: number; secret: string | null };

type Asked = { key: number; weight: number; hash: Buffer };

const groupers = new WeakMap<Knex, (asked: Asked) => Promise<TokenOwner | undefined>>();
let lastKey = 0;

/**
 * Whose token this is; undefined for one that is unknown, revoked, or no device's. What is asked at the same time is
 * asked in one statement, never of memory: a token that was revoked is refused at once.
 */
export function ownerOfToken(db: Knex, token: string): Promise<TokenOwner | undefined> {
  let ask = groupers.get(db);
  if (!ask) {
    ask = grouping(
      { windowMs: 0, heavy: 500, atOnce: 1, most: 100_000 },
      (asked) => findOwners(db, asked),
      overloaded,
    );
    groupers.set(db, ask);
  }
  return ask({ key: ++lastKey, weight: 1, hash: hashSecret(token) });
}

async function findOwners(db: Knex, asked: readonly Asked[]): Promise<(TokenOwner | undefined)[]> {
  const { rows } = await db.raw(
    `select token.hash, token.device_id as "deviceId", token.id as "tokenId", device.secret
     from tokens token join devices device on device.id = token.device_id
     where token.hash = any(:hashes) and token.kind = 'device' and token.revoked_at is null
       and (token.expires_at is null or token.expires_at > now())`,
    { hashes: byteStrings(asked, ({ hash }) => hash) },
  );
  const owners = new Map<string, TokenOwner>(
    rows.map(({ hash, ...owner }: TokenOwner & { hash: Buffer }) => [hash.toString('hex'), owner]),
  );
  return asked.map(({ hash }) => owners.get(hash.toString('hex')));
}

function overloaded(): Unavailable {
  return new Unavailable(
    'overloaded',
    'More arrives than can be taken at the moment; send it again in a few seconds.',
    '当前上传量超出处理能力，请几秒后重新发送。',
  );
}
