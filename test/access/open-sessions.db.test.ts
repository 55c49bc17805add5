import { expect, test } from 'vitest';
import { endedSessions, type Listening } from '../../server/access/open-sessions.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';

const { db } = await testDatabase();

async function listener(): Promise<Listening & { accountId: number }> {
  const { accountId } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const { id } = await db('tokens').where({ account_id: accountId }).first('id');
  return { accountId, tokenId: id, rights: undefined };
}

test('those whose session ended and those whose grants changed are told apart, and nobody else is named', async () => {
  const [first, second, third] = [await listener(), await listener(), await listener()];
  const listeners = [first, second, third];
  expect(await endedSessions(db, listeners)).toEqual([]);
  await db('tokens').where({ id: first.tokenId }).update({ revoked_at: db.fn.now() });
  await db('grants').where({ account_id: second.accountId }).update({ role: 'viewer' });
  expect(await endedSessions(db, listeners)).toEqual([
    { listener: first, reason: 'signed-out' },
    { listener: second, reason: 'changed' },
  ]);
});

test('who begins to listen while the database answers is not taken for signed out', async () => {
  const [known, newcomer] = [await listener(), await listener()];
  const listeners = new Set([known]);
  const answer = endedSessions(db, listeners);
  listeners.add(newcomer);
  expect(await answer).toEqual([]);
  expect(newcomer.rights).toBeUndefined();
  expect(await endedSessions(db, listeners)).toEqual([]);
});
