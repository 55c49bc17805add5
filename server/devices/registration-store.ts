import type { Knex } from 'knex';
import { hashSecret, makeSecret } from '../accounts/token.ts';

/** The codes that terminals were given at registration, told from the tokens made at the page by their name. */
const codeName = 'registration';
/** A code whose answer was lost may still be used, so the latest few stay good for a day. */
const pendingCodes = 3;

const isLive = 'revoked_at is null and (expires_at is null or expires_at > now())';

/** A device as a terminal meets it that wants to register. */
export type RegisteringDevice = {
  deviceId: number;
  isLenient: boolean;
  registration: 'same-terminal' | 'once';
  registeredAs: string | null;
  /** It had a token, and a person revoked it. */
  isRevoked: boolean;
  hasAuthenticated: boolean;
};

/** The device that is registered under the first of these identities that any is registered under. */
export async function findRegistering(
  db: Knex,
  identities: readonly string[],
): Promise<RegisteringDevice | undefined> {
  const own = 'from tokens where device_id = device.id';
  const { rows } = await db.raw(
    `select device.id as "deviceId", lenient_checksum as "isLenient", registration, registered_as as "registeredAs",
       not exists (select ${own} and ${isLive}) and exists (select ${own} and revoked_at is not null) as "isRevoked",
       exists (select ${own} and ${isLive} and last_used_at is not null) as "hasAuthenticated"
     from devices device where identity = any(cast(:identities as text[]))
     order by array_position(cast(:identities as text[]), identity) limit 1`,
    { identities: [...identities] },
  );
  return rows[0];
}

/**
 * Notes which terminal has the device's number, unless one has it already; false where that is another. A device of
 * which nobody has said what kind it is turns out to be a vehicle's; what it recorded is judged again.
 */
export async function bindTerminal(db: Knex, deviceId: number, terminal: string): Promise<boolean> {
  const { rows } = await db.raw(
    `with before as (select kind from devices where id = :deviceId)
     , bound as (
       update devices set registered_as = :terminal, kind = coalesce(kind, 'vehicle')
       where id = :deviceId and registered_as is null returning id
     ), queued as (
       insert into rereadings (device_id, period) select id, tstzrange('-infinity', 'infinity') from bound
       where (select kind from before) is null and exists (select from tracks where device_id = :deviceId)
       returning 1
     )
     select exists (select from bound)
       or exists (select from devices where id = :deviceId and registered_as = :terminal) as "isBound"`,
    { deviceId, terminal },
  );
  return rows[0].isBound;
}

/** Notes that a terminal was refused under the device's number; to the minute, whatever the haste of whoever tries. */
export async function noteRefusal(db: Knex, deviceId: number): Promise<void> {
  await db.raw(
    `update devices set registration_refused_at = now() where id = :deviceId
       and coalesce(registration_refused_at < now() - interval '1 minute', true)`,
    { deviceId },
  );
}

/** Makes a code for a terminal to authenticate with; it ends in a day unless it is used. */
export async function issueCode(db: Knex, deviceId: number): Promise<string> {
  const secret = makeSecret();
  await db.raw(
    `with stale as (delete from tokens where id in (
       select id from tokens where device_id = :deviceId and name = :codeName and last_used_at is null
       order by id desc offset :others))
     insert into tokens (kind, hash, device_id, name, expires_at)
     values ('device', :hash, :deviceId, :codeName, now() + interval '1 day')`,
    { deviceId, codeName, hash: hashSecret(secret), others: pendingCodes - 1 },
  );
  return secret;
}

export type Authenticated = { deviceId: number; tokenId: number; isLenient: boolean };

/** Whose token this is, where it is good and that device is registered under one of the identities. */
export async function findAuthenticated(
  db: Knex,
  identities: readonly string[],
  token: string,
): Promise<Authenticated | undefined> {
  const { rows } = await db.raw(
    `select device.id as "deviceId", token.id as "tokenId", device.lenient_checksum as "isLenient"
     from tokens token join devices device on device.id = token.device_id
     where token.hash = :hash and token.kind = 'device' and ${isLive}
       and device.identity = any(cast(:identities as text[]))`,
    { hash: hashSecret(token), identities: [...identities] },
  );
  return rows[0];
}

/** Notes that a terminal came in with a token. A code takes the place of the device's other codes. */
export async function noteEntry(db: Knex, { deviceId, tokenId }: Authenticated): Promise<void> {
  await db.raw(
    `with used as (
       update tokens set last_used_at = now(), expires_at = case when name = :codeName then null else expires_at end
       where id = :tokenId returning name)
     update tokens set revoked_at = now()
     where device_id = :deviceId and name = :codeName and id <> :tokenId and revoked_at is null
       and exists (select from used where name = :codeName)`,
    { deviceId, tokenId, codeName },
  );
}

/** Which of these tokens are still good, with whether their device's frames may have a wrong XOR. */
export async function liveTokens(db: Knex, tokenIds: readonly number[]): Promise<Map<number, boolean>> {
  const { rows } = await db.raw(
    `select token.id, device.lenient_checksum as "isLenient"
     from tokens token join devices device on device.id = token.device_id
     where token.id = any(cast(:tokenIds as bigint[])) and ${isLive}`,
    { tokenIds: [...tokenIds] },
  );
  return new Map(rows.map(({ id, isLenient }: { id: number; isLenient: boolean }) => [id, isLenient]));
}

/** Notes that terminals were heard of now. */
export async function noteContact(db: Knex, tokenIds: readonly number[]): Promise<void> {
  if (tokenIds.length === 0) return;
  await db.raw('update tokens set last_used_at = now() where id = any(cast(:tokenIds as bigint[]))', {
    tokenIds: [...tokenIds],
  });
}
