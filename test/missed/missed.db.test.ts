import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { everywhere } from '../../server/access/scope.ts';
import { gatherMissed } from '../../server/missed/gather.ts';
import { listMissed } from '../../server/missed/list.ts';
import { coveredVillage, january, signedIn } from '../coverage/village.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makePerson, makeRule, makeVisit } from '../support/district.ts';

const { db } = await testDatabase();

const day = '2026-03-05';
/** The end of that day in Asia/Shanghai. */
const dayEnd = '2026-03-05T16:00:00Z';

/** The village lies in a station; its first cell was never visited, its second is overdue. */
async function missedVillage() {
  const village = await coveredVillage(db);
  const station = await makeArea(db, { kind: 'station', name: '东站', box: [118, 47, 121, 50] });
  await db('visits').where({ cell_id: village.first }).delete();
  const rule = await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'revisit', everyHours: 24 },
    from: january,
  });
  return { ...village, station, rule };
}

test('the list of a day says of every gap what /api/gaps says of the day’s end', async () => {
  const { station } = await missedVillage();
  const client = await signedIn(db);
  const { body: gaps } = await client.get(`/api/gaps?at=${dayEnd}`);
  const { body: list } = await client.get(`/api/missed?day=${day}`);
  expect(gaps.gaps.length).toBeGreaterThan(1);
  const ofGap = list.rows.map(
    ({ station: _station, owner: _owner, responsible: _responsible, ...gap }: Record<string, unknown>) => gap,
  );
  expect(ofGap).toEqual(gaps.gaps);
  expect(list).toMatchObject({
    ...{ day, at: new Date(dayEnd).toISOString(), isOver: true, isProvisional: false },
    ...{ total: gaps.gaps.length, totals: gaps.totals },
    stations: [{ station: { id: station, name: '东站' }, total: gaps.gaps.length, totals: gaps.totals }],
    next: null,
  });
});

test('the last day of a rule and of a plan is judged by them, and not by what begins at midnight', async () => {
  const { rule, second, planId } = await missedVillage();
  const client = await signedIn(db);
  const { body: before } = await client.get(`/api/missed?day=${day}`);
  expect(before.rows.map(({ kind, cell }: { kind: string; cell: number }) => [kind, cell])).toContainEqual([
    'overdue',
    second,
  ]);
  await db.raw('update rules set period = tstzrange(lower(period), :dayEnd) where id = :rule', {
    dayEnd,
    rule,
  });
  await db.raw('update plans set in_force = tstzrange(lower(in_force), :dayEnd) where id = :planId', {
    dayEnd,
    planId,
  });
  const { body: after } = await client.get(`/api/missed?day=${day}`);
  expect(after.rows).toEqual(before.rows);
});

test('pages neither overlap nor leave anything out, across stations', async () => {
  const { second } = await missedVillage();
  await makeArea(db, { kind: 'station', name: '中站', box: [119.19, 48.05, 119.35, 48.25] });
  await makeArea(db, { kind: 'village', name: '远嘎查', box: [125, 48, 126, 49] });
  await db('assignments').where({ cell_id: second }).delete();
  const client = await signedIn(db);
  const { body: whole } = await client.get(`/api/missed?day=${day}`);
  expect(whole.stations.map(({ station }: { station: { name: string } | null }) => station?.name)).toEqual([
    '东站',
    '中站',
    undefined,
  ]);
  const ids: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await client.get(`/api/missed?day=${day}&limit=1${cursor}`);
    ids.push(...body.rows.map(({ id }: { id: string }) => id));
    if (body.next === null) break;
    cursor = `&cursor=${body.next}`;
  }
  expect(ids).toEqual(whole.rows.map(({ id }: { id: string }) => id));
  const none = (await client.get(`/api/missed?day=${day}&station=none`)).body;
  expect(none.rows.map(({ place }: { place: { name: string } }) => place.name)).toEqual(['远嘎查']);
});

test('a track that arrives a week late closes what was missed in the list of that day', async () => {
  const { first, deviceId } = await missedVillage();
  const client = await signedIn(db);
  const kinds = async () =>
    (await client.get(`/api/missed?day=${day}`)).body.rows.map(
      ({ kind, cell }: { kind: string; cell: number }) => [kind, cell],
    );
  expect(await kinds()).toContainEqual(['never-visited', first]);
  await makeVisit(db, { deviceId, cellId: first, from: '2026-03-05T08:00:00Z', to: '2026-03-05T08:30:00Z' });
  expect((await kinds()).filter(([, cell]: [string, number]) => cell === first)).toEqual([]);
});

test('those who answer for a place are named to whoever covers them, and counted to others', async () => {
  const { areaId, station, first, second } = await missedVillage();
  await db('assignments').delete();
  const [own, foreign] = [
    await makePerson(db, { stationAreaId: station }),
    await makePerson(db, { kind: 'officer' }),
  ];
  await makeAssignment(db, { personId: own, cellId: first, from: january });
  await makeAssignment(db, { personId: foreign, cellId: first, from: january });
  await makeAssignment(db, { personId: own, areaId, role: 'head', from: january });
  const told = async (role: 'chief' | 'viewer') => {
    const { body } = await (await signedIn(db, role, station)).get(`/api/missed?day=${day}`);
    return new Map<number, unknown>(
      body.rows.map(({ cell, responsible: { of, people, others } }: never) => [
        cell,
        [of, (people as { id: number }[]).map(({ id }) => id), others],
      ]),
    );
  };
  expect(Object.fromEntries(await told('chief'))).toEqual({
    [first]: ['place', [own], 1],
    [second]: ['owner', [own], 0],
  });
  expect(Object.fromEntries(await told('viewer'))).toEqual({
    [first]: ['place', [], 2],
    [second]: ['owner', [], 1],
  });
});

test('a page of a station sums up what does not fit on it', async () => {
  const { station } = await missedVillage();
  for (let index = 0; index < 20; index++)
    await makeArea(db, {
      kind: 'village',
      name: `嘎查${String(index).padStart(2, '0')}`,
      box: [118.1 + index * 0.02, 47.1, 118.11 + index * 0.02, 47.2],
    });
  const client = await signedIn(db);
  const { body } = await client.get(`/api/missed/sheets?day=${day}&station=${station}`);
  const [sheet] = body.sheets;
  expect([body.sheets.length, sheet.total, sheet.rows.length]).toEqual([1, 22, 15]);
  const { rest } = sheet;
  expect(rest.total).toBe(7);
  const named = rest.places.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
  expect(named + rest.elsewhere).toBe(7);
  expect(sheet.total).toBe(sheet.rows.length + rest.total);
});

test('as a file it has a row for every gap: CSV, GeoJSON with each at its place, and XLSX', async () => {
  await missedVillage();
  const client = await signedIn(db);
  const file = (f: string, lang: string) => client.get(`/api/missed/export?day=${day}&f=${f}&lang=${lang}`);
  const { body: list } = await client.get(`/api/missed?day=${day}`);
  const chinese = (await file('csv', 'zh')).body;
  expect(chinese.trim().split('\r\n')).toHaveLength(list.total + 1);
  for (const word of ['从未到访', '截至']) expect(chinese).toContain(word);
  expect((await file('csv', 'en')).body).toContain('never visited');
  const { features } = (await file('geojson', 'en')).body;
  expect(
    features.map(({ geometry }: { geometry: { coordinates: unknown } }) => geometry.coordinates),
  ).toEqual(list.rows.map(({ position }: { position: unknown }) => position));
  const { status, headers, body } = await file('xlsx', 'zh');
  expect([status, headers.get('content-type'), body.slice(0, 2)]).toEqual([
    200,
    expect.stringContaining('spreadsheetml'),
    'PK',
  ]);
});

test('a day that cannot be judged is refused with what to ask for', async () => {
  await missedVillage();
  const client = await signedIn(db);
  const tomorrow = DateTime.now().setZone('Asia/Shanghai').plus({ days: 1 }).toISODate();
  const answers: [string | null, number, string][] = [];
  for (const asked of ['0000-01-01', '0001-01-01', '2026-02-30', tomorrow, '9999-12-31']) {
    const { status, body } = await client.get(`/api/missed?day=${asked}`);
    answers.push([asked, status, body.type.split('/').at(-1)]);
  }
  expect(answers).toEqual([
    ['0000-01-01', 422, 'invalid-input'],
    ['0001-01-01', 422, 'day-before-records'],
    ['2026-02-30', 422, 'invalid-input'],
    [tomorrow, 422, 'day-not-begun'],
    ['9999-12-31', 422, 'day-not-begun'],
  ]);
});

test('a station of somebody else is not there', async () => {
  const { station } = await missedVillage();
  const other = await makeArea(db, { kind: 'station', box: [124, 47, 125, 48] });
  const client = await signedIn(db, 'chief', station);
  expect((await client.get(`/api/missed?day=${day}&station=${other}`)).status).toBe(404);
  expect((await client.get(`/api/missed/sheets?day=${day}&station=${other}`)).status).toBe(404);
  expect((await client.get(`/api/missed/export?day=${day}&station=${other}`)).status).toBe(404);
});

test('what falls due before midnight is told apart from what is missed already', async () => {
  const { second, deviceId } = await missedVillage();
  const now = Date.parse('2026-03-05T10:00:00Z');
  const viewer = { scope: everywhere, planScope: everywhere, peopleScope: everywhere };
  await db('visits').where({ cell_id: second }).delete();
  // Due again at 22:00 in Shanghai.
  await makeVisit(db, { deviceId, cellId: second, from: '2026-03-04T13:00:00Z', to: '2026-03-04T14:00:00Z' });
  const list = async (which: 'missed' | 'due') => {
    const question = { which, now, language: 'en' as const, timeZone: 'Asia/Shanghai' };
    return listMissed(await gatherMissed(db, viewer, question), { limit: 100 });
  };
  const [missed, due] = [await list('missed'), await list('due')];
  expect(due.rows.map(({ cell }) => cell)).toEqual([second]);
  expect(missed.rows.map(({ cell }) => cell)).not.toContain(second);
  expect(missed).toMatchObject({ day, isOver: false, isProvisional: true });
});
