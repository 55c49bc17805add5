import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { insertLooks, type NewLook } from './looks-store.ts';

/**
 * Records that the caller was shown positions, once for every person and every uncarried device. Looking at oneself is
 * not recorded. Await it before answering: a look that cannot be recorded is not granted.
 */
export async function recordLook(
  db: Knex,
  { accountId, personId }: Pick<Caller, 'accountId' | 'personId'>,
  look: Omit<NewLook, 'accountId'>,
): Promise<void> {
  const personIds = [...new Set(look.personIds)].filter((id) => id !== personId);
  const deviceIds = [...new Set(look.deviceIds)];
  if (personIds.length + deviceIds.length === 0) return;
  await insertLooks(db, { ...look, accountId, personIds, deviceIds });
}
