import { DateTime } from 'luxon';
import pino from 'pino';
import { expect, test } from 'vitest';
import { everywhere } from '../../server/access/scope.ts';
import { readConfig } from '../../server/config.ts';
import { erasePerson } from '../../server/people/erase.ts';
import { decisionsOnSheet } from '../../server/weekly/decision-queries.ts';
import { coveredVillage, january, signedIn } from '../coverage/village.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makePerson, makeRule, makeVisit } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

const week = '2026-W10';

async function stationOf() {
  const village = await coveredVillage(db);
  const station = await makeArea(db, { kind: 'station', name: '东站', box: [118, 47, 121, 50] });
  const chief = await signedIn(db, 'chief', station);
  return { ...village, station, chief };
}

test('the sums of a week are those of the list of every evening and of the visits themselves', async () => {
  const { station, chief, first, second, deviceId, officer } = await stationOf();
  await makeRule(db, { kind: 'patrol', requires: { measure: 'revisit', everyHours: 24 }, from: january });
  const visit = (cellId: number, from: string, to: string, personId: number | null) =>
    makeVisit(db, {
      deviceId,
      cellId,
      personId,
      from: `2026-03-0${from}:00Z`,
      to: `2026-03-0${to}:00Z`,
      metres: 500,
    });
  await visit(first, '5T10:00', '5T10:30', officer);
  await visit(second, '6T10:00', '6T11:00', officer);
  const { body } = await chief.get(`/api/weekly?area=${station}&week=${week}`);
  const opens: number[] = [];
  for (const day of ['01', '02', '03', '04', '05', '06', '07', '08'])
    opens.push((await chief.get(`/api/missed?day=2026-03-${day}`)).body.total);
  const { gaps } = body;
  expect([gaps.atStart, ...gaps.days.map(({ open }: { open: number }) => open)]).toEqual(opens);
  expect(gaps.atStart + gaps.opened - gaps.closed).toBe(gaps.open);
  expect(gaps.closed).toBeGreaterThan(0);
  // An hour each on the fourth by a device without a carrier, then half an hour and an hour.
  expect(body.patrol).toMatchObject({
    presenceHours: 3.5,
    personHours: 3.5,
    people: 1,
    cells: 2,
    allCells: 2,
  });
  expect(body.patrol).toMatchObject({ visits: 4, kilometres: 1 });
  expect(body.days.map(({ day }: { day: string }) => day)).toHaveLength(7);
  expect(body).toMatchObject({
    week,
    monday: '2026-03-02',
    sunday: '2026-03-08',
    isOver: true,
    decisions: [],
  });
  expect(body.worst[0].days).toBeGreaterThan(0);
  const csv = (await chief.get(`/api/weekly/export?area=${station}&week=${week}&f=csv&lang=zh`)).body;
  expect(csv).toContain('人员工时');
});

test('two people at once are one presence and two efforts, and a reporting gap is neither', async () => {
  const { station, chief, first, deviceId } = await stationOf();
  await db('visits').delete();
  const [one, other] = [await makePerson(db), await makePerson(db)];
  const at = (hour: string) => `2026-03-05T${hour}:00Z`;
  const [from, to] = [at('08:00'), at('10:00')];
  await makeVisit(db, {
    deviceId,
    cellId: first,
    personId: one,
    from,
    to,
    bridged: [[at('08:00'), at('08:30')]],
  });
  await db('visits').insert({
    ...{ device_id: deviceId, cell_id: first, person_id: other, cells_revision: 1, metres: 0 },
    ...{ entered_at: at('09:00'), left_at: at('11:00') },
  });
  const { body } = await chief.get(`/api/weekly?area=${station}&week=${week}`);
  expect(body.patrol).toMatchObject({ presenceHours: 2.5, personHours: 3.5, people: 2 });
});

test('a decision is carried over while it is open, and sheets of the past stay as they were', async () => {
  const { station, chief } = await stationOf();
  const person = await makePerson(db, { stationAreaId: station });
  const said = { what: '每周加巡两次', responsible: '综治中心', personId: person, dueOn: '2026-03-20' };
  const made = await chief.post('/api/decisions', { areaId: station, week, ...said });
  expect([made.status, made.body]).toEqual([
    201,
    expect.objectContaining({ version: 1, state: 'open', decidedIn: week, isLatest: true }),
  ]);
  const { id } = made.body;
  const change = (asked: object) => chief.post(`/api/decisions/${id}/versions`, { ...said, ...asked });
  expect((await change({ version: 1, week: '2026-W12', state: 'done' })).status).toBe(201);
  // The Mondays of the ninth to the thirteenth week.
  const mondays = ['2026-02-23', '2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23'];
  const states = async () => {
    const sheets = mondays.map((monday) => decisionsOnSheet(db, everywhere, station, monday));
    return (await Promise.all(sheets)).map(([first]) => first?.state ?? null);
  };
  expect(await states()).toEqual([null, 'open', 'open', 'done', null]);
  const late = await change({ version: 2, week: '2026-W11', state: 'open' });
  expect([late.status, late.body.type.split('/').at(-1)]).toEqual([409, 'decision-on-later-sheet']);
  expect((await change({ version: 2, week: '2026-W12', state: 'open', what: '改为三次' })).status).toBe(201);
  expect(await states()).toEqual([null, 'open', 'open', 'open', 'open']);
  const { versions } = (await chief.get(`/api/decisions/${id}/versions`)).body;
  expect(versions.map(({ what, state }: { what: string; state: string }) => [what, state])).toEqual([
    ['每周加巡两次', 'open'],
    ['每周加巡两次', 'done'],
    ['改为三次', 'open'],
  ]);
  expect(versions[0]).toMatchObject({ person: { id: person }, dueOn: '2026-03-20', week });
});

test('of two chiefs who change a decision at once one is told, and nothing is lost', async () => {
  const { station, chief } = await stationOf();
  const other = await signedIn(db, 'chief', station);
  const both = await Promise.all(
    [chief, other].map((client) =>
      client.post('/api/decisions', { areaId: station, week, what: 'one of two at once' }),
    ),
  );
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  const { id } = both[0]?.body ?? {};
  const said = { version: 1, week, responsible: null, personId: null, dueOn: null, state: 'open' };
  const answers = await Promise.all(
    [chief, other].map((client, index) =>
      client.post(`/api/decisions/${id}/versions`, { ...said, what: `version of ${index}` }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  const refused = answers.find(({ status }) => status === 409);
  const written = answers.find(({ status }) => status === 201);
  expect(refused?.body.current.what).toBe(written?.body.what);
  const { decisions } = (await chief.get(`/api/weekly?area=${station}&week=${week}`)).body;
  expect(decisions).toHaveLength(2);
});

test('what cannot be is refused: too long, weeks backwards or to come, an area or a person of others', async () => {
  const { station, chief } = await stationOf();
  const foreign = await makeArea(db, { kind: 'station', box: [100, 47, 101, 50] });
  const stranger = await makePerson(db, { stationAreaId: foreign });
  const next = DateTime.now().setZone('Asia/Shanghai').plus({ weeks: 1 }).toFormat("kkkk-'W'WW");
  const write = async (body: object) =>
    (await chief.post('/api/decisions', { areaId: station, week, what: 'x', ...body })).status;
  expect(await write({ what: 'x'.repeat(100_000) })).toBe(422);
  expect(await write({ what: '  ' })).toBe(422);
  expect(await write({ week: next })).toBe(422);
  expect(await write({ dueOn: '2026-02-30' })).toBe(422);
  expect(await write({ areaId: foreign })).toBe(404);
  expect(await write({ personId: stranger })).toBe(404);
  const read = async (path: string) => (await chief.get(path)).status;
  expect(await read(`/api/decisions?area=${station}&from=2026-W11&to=2026-W10`)).toBe(422);
  expect(await read(`/api/weekly?area=${station}&week=0001-W01`)).toBe(422);
  expect(await read(`/api/weekly?area=${station}&week=${next}`)).toBe(422);
  expect(await read(`/api/weekly?area=${foreign}&week=${week}`)).toBe(404);
  expect(await read(`/api/decisions?area=${foreign}`)).toBe(404);
});

test('a viewer sees the sums and no decisions', async () => {
  const { station } = await stationOf();
  const server = await startServer(db);
  const viewer = server.withToken(
    (await makeAccount(db, { grants: [{ role: 'viewer', areaId: station }] })).token,
  );
  const { status, body } = await viewer.get(`/api/weekly?area=${station}&week=${week}`);
  expect([status, body.decisions]).toEqual([200, null]);
  expect((await viewer.post('/api/decisions', { areaId: station, week, what: 'x' })).status).toBe(403);
});

test('an erased person is in no words of the decisions that named them', async () => {
  const { station, chief } = await stationOf();
  const personId = await makePerson(db, { stationAreaId: station });
  await db('people').where({ id: personId }).update({ name: '其其格' });
  const written = await chief.post('/api/decisions', {
    ...{ areaId: station, week, what: '其其格每天巡查一次', responsible: '其其格', personId },
  });
  expect(written.status).toBe(201);
  await erasePerson({ db, config: readConfig({}), log: pino({ level: 'silent' }) }, everywhere, personId);
  const { body } = await chief.get(`/api/decisions?area=${station}`);
  expect(body.decisions).toMatchObject([{ what: `#${personId}每天巡查一次`, responsible: `#${personId}` }]);
  expect(JSON.stringify(body)).not.toContain('其其格');
});
