import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

test('tells whoever sends an API token who they are', async () => {
  const server = await startServer(db);
  const { accountId, username, token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const { status, body } = await server.withToken(token).get('/api/session');
  expect({ status, user: body.user }).toEqual({
    status: 200,
    user: {
      id: accountId,
      username,
      displayName: username,
      personId: null,
      grants: [{ role: 'chief', areaId: null }],
    },
  });
  expect((await server.get('/api/session')).status).toBe(401);
});
