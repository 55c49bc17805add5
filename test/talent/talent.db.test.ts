import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeCell, makeDuty, makePerson, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

const january = '2026-01-01T00:00:00Z';
// A Friday evening in Shanghai.
const evening = 'from=2026-03-06T18:00:00%2B08:00&to=2026-03-06T22:00:00%2B08:00';

async function makeDistrict() {
  const station = await makeArea(db, { kind: 'station', box: [119, 48, 120, 49] });
  const village = await makeArea(db, { kind: 'village', box: [119, 48, 119.2, 48.1], parentId: station });
  const planId = await makePlan(db, { from: january });
  const school = await makeCell(db, {
    planIds: [planId],
    box: [119.1, 48, 119.2, 48.1],
    ownerAreaId: village,
    usage: 'school',
  });
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  return { station, village, school, server, chief: server.withToken(token) };
}

async function makeKnown(changes: Record<string, unknown>, stationAreaId: number, skills = ['急救']) {
  const id = await makePerson(db, { stationAreaId, skills });
  if (Object.keys(changes).length > 0) await db('people').where({ id }).update(changes);
  await db('revisions').where({ name: 'staff' }).increment('revision', 1);
  return id;
}

test('finds who is wanted and free, the nearest first, and counts the others by the first thing against them', async () => {
  const { station, village, school, chief } = await makeDistrict();
  const far = await makeArea(db, { kind: 'village', box: [119.8, 48.8, 119.9, 48.9], parentId: station });
  const mongolian = { languages: ['蒙古语'] };
  const near = await makeKnown({ ...mongolian, home_area_id: village, phone: '13800000001' }, station);
  const distant = await makeKnown({ ...mongolian, home_area_id: far }, station);
  await makeKnown(mongolian, station, []);
  const lapsed = await makeKnown(mongolian, station);
  await db('certificates').insert({
    person_id: lapsed,
    name: '急救证',
    skill: '急救',
    expires_on: '2026-03-01',
  });
  await makeKnown({ home_area_id: village }, station);
  const mornings = JSON.stringify([{ days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' }]);
  await makeKnown({ ...mongolian, availability: mornings }, station);
  const onDuty = await makeKnown(mongolian, station);
  await makeDuty(db, {
    personId: onDuty,
    from: '2026-03-06T13:00:00Z',
    to: '2026-03-06T15:00:00Z',
  });
  const posted = await makeKnown(mongolian, station);
  await makeAssignment(db, {
    personId: posted,
    areaId: village,
    from: '2026-03-01T00:00:00Z',
    to: '2026-03-10T00:00:00Z',
  });
  await makeKnown(mongolian, await makeArea(db, { kind: 'station', box: [121, 48, 122, 49] }));
  const query = `skill=急救&language=蒙古语&${evening}`;
  const { body, status } = await chief.get(`/api/talent?${query}&cell=${school}`);
  expect([status, body.considered, body.found]).toEqual([200, 8, 2]);
  expect(body.people).toMatchObject([
    { person: { id: near }, from: 'home', hasPhone: true },
    { person: { id: distant }, from: 'home', hasPhone: false },
  ]);
  expect(body.people[0].kilometres).toBeLessThan(10);
  expect(JSON.stringify(body)).not.toContain('13800000001');
  expect(body.passedOver).toEqual([
    { filter: 'skill', count: 1 },
    { filter: 'expired', count: 1 },
    { filter: 'language', count: 1 },
    { filter: 'off-shift', count: 1 },
    { filter: 'on-duty', count: 1 },
    { filter: 'assigned', count: 1 },
  ]);
  const within = await chief.get(`/api/talent?${query}&near=119.1,48.05&withinKilometres=20`);
  expect([within.body.found, within.body.passedOver.at(-1)]).toEqual([1, { filter: 'too-far', count: 1 }]);
  expect((await chief.get(`/api/talent?near=1,2&area=${village}`)).status).toBe(422);
  expect((await chief.get('/api/talent?area=999999')).status).toBe(404);
  expect((await chief.get('/api/talent?from=2026-03-06&to=2026-03-05')).status).toBe(422);
});

test('whoever is needed at a post in its hours is not free then', async () => {
  const { station, school, chief } = await makeDistrict();
  const guard = await makeKnown({}, station);
  await makeAssignment(db, { personId: guard, cellId: school, from: january });
  await chief.post('/api/rules', {
    name: '护校',
    kind: 'staffing',
    selects: { cellUsage: 'school' },
    requires: { atLeast: 1, hours: [{ days: [5], from: '21:00', to: '23:00' }] },
    from: january,
  });
  const found = async (query: string) => (await chief.get(`/api/talent?${query}`)).body.found;
  expect(await found(evening)).toBe(0);
  expect(await found(`${evening}&assigned=any`)).toBe(1);
  const noon = 'from=2026-03-06T12:00:00%2B08:00&to=2026-03-06T13:00:00%2B08:00';
  expect(await found(noon)).toBe(1);
  expect(await found(`${noon}&assigned=anywhere`)).toBe(0);
});

test('the chosen go into a file, and telephones only with a recorded look', async () => {
  const { station, chief, server } = await makeDistrict();
  const one = await makeKnown({ phone: '13800000001', name: '=cmd' }, station);
  const other = await makeKnown({ phone: '13800000002' }, station);
  const file = async (query: string) =>
    (await chief.get(`/api/talent/export?${evening}&lang=en&${query}`)).body;
  const bare = await file(`people=${one}`);
  expect(bare.split('\r\n')).toHaveLength(3);
  expect(bare).toContain("'=cmd");
  expect(bare).not.toContain('1380000000');
  expect(await db('looks').where({ what: 'contact' })).toEqual([]);
  expect(await file('contact=true')).toContain('13800000002');
  const looks = await db('looks').where({ what: 'contact' }).orderBy('person_id').pluck('person_id');
  expect(looks).toEqual([one, other]);
  const { token } = await makeAccount(db, { grants: [{ role: 'volunteer', areaId: station }] });
  expect((await server.withToken(token).get('/api/talent')).status).toBe(403);
});
