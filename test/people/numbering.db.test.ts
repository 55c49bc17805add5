import { beforeEach, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

let server: Client;
let chief: Client;
let station: number;

beforeEach(async () => {
  server = await startServer(db);
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  await db('areas').where({ id: station }).update({ code: 'S01' });
  chief = await clientOf(station);
});

async function clientOf(areaId: number | null, role: 'chief' | 'admin' = 'chief'): Promise<Client> {
  const { token } = await makeAccount(db, { grants: [{ role, areaId }] });
  return server.withToken(token);
}

const volunteer = (more = {}) => ({
  name: '演示义警',
  kind: 'volunteer',
  stationAreaId: station,
  joinedOn: '2026-03-01',
  ...more,
});
const numberOf = async (more = {}) => (await chief.post('/api/people', volunteer(more))).body.number;
const proposed = async (query = 'kind=volunteer&joinedOn=2026-03-01') =>
  (await chief.get(`/api/people/next-number?station=${station}&${query}`)).body.number;

test('whoever comes without a number gets the next free one, which is told beforehand', async () => {
  expect(await proposed()).toBe('S01-YJ-2026-0001');
  expect(await numberOf()).toBe('S01-YJ-2026-0001');
  expect(await numberOf({ number: 'S01-YJ-2026-0005' })).toBe('S01-YJ-2026-0005');
  expect(await proposed()).toBe('S01-YJ-2026-0006');
  expect(await numberOf({ number: null })).toBe('S01-YJ-2026-0006');
  expect(await numberOf({ kind: 'officer', joinedOn: '2019-01-01' })).toBe('S01-MJ-2019-0001');
});

test('a number is not given twice, also where its first holder was erased', async () => {
  const { body } = await chief.post('/api/people', volunteer());
  await chief.delete(`/api/people/${body.id}`);
  expect(await numberOf()).toBe('S01-YJ-2026-0002');
});

test('of many who are entered at the same moment each has a number, typed or given', async () => {
  const typed = ['S01-YJ-2026-0003', 'S01-YJ-2026-0006'];
  const numbers = await Promise.all([
    ...Array.from({ length: 8 }, () => numberOf()),
    ...typed.map((number) => numberOf({ number })),
  ]);
  const given = numbers.filter((number) => number !== undefined);
  // A typed one may come after the same one was given, and is then refused; nobody who typed none goes without.
  expect(numbers.slice(0, 8)).not.toContain(undefined);
  expect(new Set(given).size).toBe(given.length);
});

test('the template is the district’s: its chief and an administrator change it, a station reads it', async () => {
  const district = await clientOf(await makeArea(db, { kind: 'district', box: [110, 40, 110.2, 40.2] }));
  const template = '{kind}{year}{seq:3}';
  expect((await chief.get('/api/people/numbering')).body).toEqual({
    template: '{station}-{kind}-{year}-{seq:4}',
    mayChange: false,
    changedAt: null,
    changedBy: null,
  });
  expect((await chief.put('/api/people/numbering', { template })).status).toBe(403);
  expect((await district.put('/api/people/numbering', { template: '{seq}' })).status).toBe(422);
  expect((await district.put('/api/people/numbering', { template })).body).toMatchObject({
    template,
    mayChange: true,
  });
  expect(await numberOf()).toBe('YJ2026001');
  expect(await proposed(`kind=volunteer&template=${encodeURIComponent('甲{seq:2}')}`)).toBe('甲01');
  const admin = await clientOf(null, 'admin');
  expect((await admin.put('/api/people/numbering', { template: '乙{seq:2}' })).status).toBe(200);
  expect(await numberOf()).toBe('乙01');
});
