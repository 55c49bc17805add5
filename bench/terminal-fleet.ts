import type { Knex } from 'knex';
import { hashSecret } from '../server/accounts/token.ts';

export const firstNumber = 13_800_000_000;

/** Terminals, nobody's, with consecutive numbers; each comes in with its number as its code. Returns the first id. */
export async function makeFleet(db: Knex, { from, count }: { from: number; count: number }): Promise<number> {
  const numbers = Array.from({ length: count }, (_, index) => String(firstNumber + from + index));
  const { rows } = await db.raw(
    `with terminal as (select number, hash from unnest(cast(:numbers as text[]), cast(:hashes as text[])) as t(number, hash)),
       device as (insert into devices (name, identity) select number, number from terminal returning id, identity),
       token as (insert into tokens (kind, hash, device_id)
         select 'device', decode(hash, 'hex'), device.id from device join terminal on number = identity)
     select min(id) as first from device`,
    { numbers, hashes: numbers.map((number) => hashSecret(number).toString('hex')) },
  );
  return rows[0].first;
}
