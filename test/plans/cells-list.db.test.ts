import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCell, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

test('of a plan’s cells those asked for by their ids are listed, as far as the caller’s areas reach', async () => {
  const station = await makeArea(db, { kind: 'station', box: [119, 48, 119.5, 48.5] });
  const planId = await makePlan(db, { from: '2026-01-01T00:00:00Z' });
  const cells = [
    await makeCell(db, { planIds: [planId], box: [119.1, 48.1, 119.2, 48.2] }),
    await makeCell(db, { planIds: [planId], box: [119.2, 48.1, 119.3, 48.2] }),
    await makeCell(db, { planIds: [planId], box: [119.8, 48.1, 119.9, 48.2] }),
  ];
  const server = await startServer(db);
  const listed = async (areaId: number | null, ids: string) => {
    const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId }] });
    const { status, body } = await server.withToken(token).get(`/api/plans/${planId}/cells?ids=${ids}`);
    return status === 200 ? body.features.map(({ id }: { id: number }) => id) : body.errors[0].path;
  };
  const [west, , east] = cells;
  expect(await listed(null, `${east},${west},999999`)).toEqual([west, east]);
  expect(await listed(station, cells.join(','))).toEqual(cells.slice(0, 2));
  expect(await listed(null, '1,x')).toBe('ids');
  expect(await listed(null, Array.from({ length: 101 }, (_, index) => index + 1).join(','))).toBe('ids');
});
