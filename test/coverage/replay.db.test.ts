import pino from 'pino';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { seededRandom } from '../../server/demo/random.ts';
import { ingest } from '../../server/tracks/ingest.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeArea,
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePerson,
  makePlan,
} from '../support/district.ts';
import { january, signedIn } from './village.ts';

const { db } = await testDatabase();

const start = Date.parse('2026-03-02T00:00:00Z');
const minute = 60_000;
const week = 'from=2026-03-01T00:00:00Z&to=2026-03-08T00:00:00Z';

/** Sixteen cells of some 300 metres, of the given plans. */
async function grid(planIds: number[]) {
  const ownerAreaId = await makeArea(db, { kind: 'village', box: [119, 48, 119.016, 48.012] });
  for (let x = 0; x < 4; x++)
    for (let y = 0; y < 4; y++) {
      const [west, south] = [119 + x * 0.004, 48 + y * 0.003];
      await makeCell(db, { planIds, ownerAreaId, box: [west, south, west + 0.004, south + 0.003] });
    }
}

/** Wanders over the cells and a little beyond, with silences, and sends what it recorded at once. */
async function wander(seed: number, { days }: { days: number }) {
  const random = seededRandom(seed);
  const [deviceId, personId] = [await makeDevice(db), await makePerson(db)];
  await makeCarrier(db, { deviceId, personId, from: january });
  await makeDuty(db, { personId, from: january });
  const fixes = [];
  for (let day = 0; day < days; day++) {
    let [lon, lat, course] = [119.008, 48.006, random.between(0, 6)];
    let at = start + day * 1440 * minute;
    for (let index = 0; index < 300; index++) {
      at += random.chance(0.03) ? random.whole(3, 20) * minute : 15_000;
      if (random.chance(0.1) || Math.abs(lon - 119.008) > 0.012) course = random.between(0, 6.28);
      lon += (20 * Math.sin(course)) / 74_000;
      lat += (20 * Math.cos(course)) / 111_000;
      fixes.push({ index: fixes.length, recordedAt: at, lon, lat });
    }
  }
  const deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };
  await ingest(deps, {
    deviceId,
    protocol: 'test',
    isLive: false,
    receivedAt: Date.now(),
    decoded: { fixes, refused: [] },
  });
}

// biome-ignore lint/suspicious/noExplicitAny: the fields picked are compared.
const figures = (cells: any[]) =>
  cells.map(({ cell, visits, lastVisitAt, dwellSeconds, bridgedSeconds, metres, status }) => ({
    cell,
    visits,
    lastVisitAt,
    dwellSeconds,
    bridgedSeconds,
    metres: Math.round(metres * 1000),
    status,
  }));

test('a draft of the cells in force has the figures of the plan in force', async () => {
  const inForce = await makePlan(db, { from: january });
  const draft = await makePlan(db, {});
  await grid([inForce, draft]);
  for (const seed of [1, 2, 3]) await wander(seed, { days: 3 });
  const client = await signedIn(db);
  const [stored, replayed] = [
    await client.get(`/api/coverage?plan=${inForce}&${week}`),
    await client.get(`/api/coverage?plan=${draft}&${week}`),
  ];
  expect(
    stored.body.cells.reduce((sum: number, { visits }: { visits: number }) => sum + visits, 0),
  ).toBeGreaterThan(50);
  expect(figures(replayed.body.cells)).toEqual(figures(stored.body.cells));
});

test('a plan that came into force later is judged on the fixes from before, too', async () => {
  const before = await makePlan(db, { from: january, to: '2026-03-04T00:00:00Z' });
  const later = await makePlan(db, { from: '2026-03-04T00:00:00Z', layer: 'police' });
  const draft = await makePlan(db, {});
  await grid([later, draft]);
  await makeCell(db, { planIds: [before], box: [119, 48, 119.016, 48.012] });
  await wander(4, { days: 4 });
  const client = await signedIn(db);
  const rows = async (planId: number) =>
    figures((await client.get(`/api/coverage?plan=${planId}&${week}`)).body.cells);
  expect(await rows(later)).toEqual(await rows(draft));
});

test('the panel of a draft’s cell shows the visits that its fixes would make', async () => {
  const inForce = await makePlan(db, { from: january });
  await makeCell(db, { planIds: [inForce], box: [119, 48, 119.016, 48.012] });
  const draft = await makePlan(db, {});
  const cell = await makeCell(db, { planIds: [draft], box: [119, 48, 119.016, 48.006] });
  await wander(5, { days: 1 });
  const { body } = await (await signedIn(db)).get(`/api/cells/${cell}?plan=${draft}&${week}`);
  expect(body.visits.length).toBeGreaterThan(0);
  expect(body.visits[0]).toMatchObject({ person: { kind: 'volunteer' }, dwellSeconds: expect.any(Number) });
  expect(body.gaps.map(({ kind }: { kind: string }) => kind)).toEqual(['unassigned-land', 'no-officer']);
});
