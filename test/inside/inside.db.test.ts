import pino from 'pino';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { seededRandom } from '../../server/demo/random.ts';
import { ingest } from '../../server/tracks/ingest.ts';
import { makeAccount } from '../support/accounts.ts';
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
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

const january = '2026-01-01T00:00:00Z';
const start = Date.parse('2026-03-02T00:00:00Z');
const minute = 60_000;
const iso = (at: number) => new Date(at).toISOString();

type Carried = { deviceId: number; personId: number | null };

async function carried(stationAreaId: number | null = null): Promise<Carried & { personId: number }> {
  const deviceId = await makeDevice(db, { stationAreaId });
  const personId = await makePerson(db, { stationAreaId });
  await makeCarrier(db, { deviceId, personId, from: january });
  await makeDuty(db, { personId, from: january });
  return { deviceId, personId };
}

async function send(deviceId: number, fixes: { recordedAt: number; lon: number; lat: number }[]) {
  const deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };
  await ingest(deps, {
    deviceId,
    protocol: 'test',
    isLive: false,
    receivedAt: Date.now(),
    decoded: { fixes: fixes.map((fix, index) => ({ index, ...fix })), refused: [] },
  });
}

/** Wanders about the middle and beyond, with silences and jumps. */
function wandering(seed: number, days: number) {
  const random = seededRandom(seed);
  const fixes = [];
  for (let day = 0; day < days; day++) {
    let [lon, lat, course] = [119.008, 48.006, random.between(0, 6)];
    let at = start + day * 1440 * minute;
    for (let index = 0; index < 300; index++) {
      at += random.chance(0.04) ? random.whole(2, 20) * minute : 15_000;
      if (random.chance(0.1) || Math.abs(lon - 119.008) > 0.012) course = random.between(0, 6.28);
      lon += (20 * Math.sin(course)) / 74_000;
      lat += (20 * Math.cos(course)) / 111_000;
      fixes.push({ recordedAt: at, lon: lon + (random.chance(0.01) ? 0.02 : 0), lat });
    }
  }
  return fixes;
}

function box([west, south, east, north]: readonly [number, number, number, number]) {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [corners] };
}

async function chiefOf(areaId: number | null) {
  const { accountId, token } = await makeAccount(db, { grants: [{ role: 'chief', areaId }] });
  return { accountId, client: (await startServer(db)).withToken(token) };
}

/** Somebody was seen in the cell, second by second: visits less their reporting gaps. */
async function occupiedSeconds(cellId: number, from: number, to: number): Promise<number> {
  const { rows } = await db.raw(
    `select coalesce(extract(epoch from sum(upper(part) - lower(part))), 0)::float8 as seconds from (
       select unnest(range_agg(seen)) as part from (
         select unnest(tstzmultirange(tstzrange(entered_at, left_at)) * tstzmultirange(tstzrange(:from, :to))
           - bridged) as seen from visits where cell_id = :cellId) each_seen) merged`,
    { cellId, from: iso(from), to: iso(to) },
  );
  return rows[0].seconds;
}

test('presence inside a drawn outline is that in a cell of the same outline, whatever the period cuts', async () => {
  const village = await makeArea(db, { kind: 'village', box: [118.9, 47.9, 119.1, 48.1] });
  const planId = await makePlan(db, { from: january });
  const boxes = [
    [119.0, 48.0, 119.006, 48.004],
    [119.006, 48.0, 119.0161, 48.0053],
    [119.004, 48.0055, 119.012, 48.0125],
  ] as const;
  const cells: { id: number; outline: ReturnType<typeof box> }[] = [];
  for (const one of boxes)
    cells.push({
      id: await makeCell(db, { planIds: [planId], ownerAreaId: village, box: one }),
      outline: box(one),
    });
  for (const seed of [1, 2, 3]) await send((await carried()).deviceId, wandering(seed, 2));
  // A second device on the same person, and one that nobody carries.
  const { personId } = await carried();
  for (const seed of [4, 5]) {
    const deviceId = await makeDevice(db);
    await makeCarrier(db, { deviceId, personId, from: january });
    await send(deviceId, wandering(seed, 1));
  }
  await send(await makeDevice(db), wandering(6, 1));
  const { client } = await chiefOf(null);
  const random = seededRandom(9);
  let visits = 0;
  for (let round = 0; round < 6; round++) {
    const from = start + random.whole(0, 120) * minute;
    const to = from + random.whole(1, 150) * minute;
    const coverage = await client.get(`/api/coverage?plan=${planId}&from=${iso(from)}&to=${iso(to)}`);
    for (const { id, outline } of cells) {
      const cell = coverage.body.cells.find(({ cell: one }: { cell: number }) => one === id);
      const { status, body } = await client.post('/api/inside', { outline, from: iso(from), to: iso(to) });
      expect(status).toBe(200);
      expect(body.totals).toMatchObject({ visits: cell.visits, bridgedSeconds: cell.bridgedSeconds });
      expect(body.totals.personSeconds).toBeCloseTo(cell.dwellSeconds, 6);
      expect(body.totals.metres).toBeCloseTo(cell.metres, 0);
      expect(body.totals.occupiedSeconds).toBeCloseTo(await occupiedSeconds(id, from, to), 6);
      expect(body.rows.length).toBe(body.totals.people + body.totals.devices);
      visits += body.totals.visits;
    }
  }
  expect(visits).toBeGreaterThan(20);
});

test('tells who, when and by which way, and records the look', async () => {
  const { deviceId, personId } = await carried();
  const at = (index: number) => start + index * 30_000;
  // East along a street: inside from the third position to the sixth.
  await send(
    deviceId,
    Array.from({ length: 9 }, (_, index) => ({ recordedAt: at(index), lon: 119 + index * 0.0005, lat: 48 })),
  );
  const { accountId, client } = await chiefOf(null);
  const outline = box([119.0009, 47.999, 119.0026, 48.001]);
  const { body } = await client.post('/api/inside', { outline, from: iso(start), to: iso(at(100)) });
  expect(body.rows).toEqual([
    {
      person: { id: personId, number: expect.any(String), name: expect.any(String), kind: 'volunteer' },
      device: null,
      enteredAt: iso(at(2)),
      leftAt: iso(at(5)),
      visitCount: 1,
      dwellSeconds: 90,
      bridgedSeconds: 0,
      metres: expect.closeTo(111.9, 0),
      visits: [expect.objectContaining({ wasInside: false, staysOn: false, dwellSeconds: 90 })],
      way: [
        [
          [119.001, 48],
          [119.0025, 48],
        ],
      ],
    },
  ]);
  expect(await db('looks').where({ account_id: accountId }).select('person_id', 'what')).toEqual([
    { person_id: personId, what: 'inside' },
  ]);
  const cut = await client.post('/api/inside', { outline, from: iso(at(3)), to: iso(at(4)) });
  expect(cut.body.rows[0].visits).toEqual([
    expect.objectContaining({ enteredAt: iso(at(3)), leftAt: iso(at(4)), wasInside: true, staysOn: true }),
  ]);
  const sheet = await client.post('/api/inside/sheet?lang=en', {
    outline,
    from: iso(start),
    to: iso(at(100)),
  });
  expect(sheet.body).toMatch(/person P\d+,P\d+,,2026-03-02 08:01:00,2026-03-02 08:02:30,1,90,0,112/);
});

test('of the next station only its stretch on the own land is told, without whose it is', async () => {
  const alpha = await makeArea(db, { kind: 'station', box: [119, 48, 119.01, 48.01] });
  const bravo = await makeArea(db, { kind: 'station', box: [119.01, 48, 119.02, 48.01] });
  const at = (index: number) => start + index * 30_000;
  const stranger = await carried(bravo);
  const own = await carried(alpha);
  // The stranger walks from the own land into the next station's; the own person is there all the time.
  await send(
    stranger.deviceId,
    Array.from({ length: 10 }, (_, index) => ({
      recordedAt: at(index),
      lon: 119.008 + index * 0.0005,
      lat: 48.005,
    })),
  );
  await send(
    own.deviceId,
    Array.from({ length: 10 }, (_, index) => ({
      recordedAt: at(index),
      lon: 119.0105,
      lat: 48.005 + index / 1e5,
    })),
  );
  const outline = box([119.007, 48.004, 119.02, 48.006]);
  const question = { outline, from: iso(start), to: iso(at(100)) };
  const { client, accountId } = await chiefOf(alpha);
  const { body } = await client.post('/api/inside', question);
  expect(body.totals).toMatchObject({ people: 1, strangers: 1, visits: 2 });
  const [seen] = body.rows.filter(({ person }: { person: unknown }) => person === null);
  expect(seen).toMatchObject({ person: null, device: null, dwellSeconds: 90, leftAt: iso(at(3)) });
  expect(Math.max(...seen.way.flat().map(([lon]: number[]) => lon))).toBeLessThan(119.01);
  expect(await db('looks').where({ account_id: accountId }).orderBy('person_id').pluck('person_id')).toEqual(
    [stranger.personId, own.personId].sort((a, b) => a - b),
  );
  const { token } = await makeAccount(db, {
    grants: [{ role: 'volunteer', areaId: alpha }],
    personId: own.personId,
  });
  const mine = await client.withToken(token).post('/api/inside', question);
  expect(mine.body.totals).toMatchObject({ people: 1, strangers: 0, visits: 1 });
});

test('what cannot be answered is refused with what to do', async () => {
  const { client } = await chiefOf(null);
  const day = { from: '2026-03-01', to: '2026-03-02' };
  const good = box([119, 48, 119.01, 48.01]);
  const bowTie = {
    type: 'Polygon',
    coordinates: [
      [
        [119, 48],
        [119.01, 48.01],
        [119.01, 48],
        [119, 48.01],
        [119, 48],
      ],
    ],
  };
  const slug = async (body: object) => {
    const answer = await client.post('/api/inside', body);
    return answer.status === 200 ? answer.body.totals.visits : String(answer.body.type).split('/').at(-1);
  };
  expect(await slug({ outline: bowTie, ...day })).toBe('invalid-geometry');
  expect(await slug({ outline: { type: 'Point', coordinates: [119, 48] }, ...day })).toBe('not-polygonal');
  expect(await slug({ outline: box([170, 10, 190, 20]), ...day })).toBe('out-of-range');
  expect(await slug({ outline: box([-179, 10, 179, 20]), ...day })).toBe('edge-too-long');
  expect(await slug({ outline: good, from: '2026-03-02', to: '2026-03-01' })).toBe('ends-before-it-begins');
  expect(await slug({ outline: good, from: '2026-03-02', to: '2026-03-02' })).toBe('ends-before-it-begins');
  expect(await slug({ outline: good, from: '0001-01-01', to: '9999-12-31' })).toBe(0);
  const ring = Array.from({ length: 100_000 }, (_, index) => {
    const angle = (index / 100_000) * 2 * Math.PI;
    return [119 + 0.01 * Math.cos(angle), 48 + 0.01 * Math.sin(angle)];
  });
  expect(await slug({ outline: { type: 'Polygon', coordinates: [[...ring, ring[0]]] }, ...day })).toBe(0);
});

test('an outline of the whole country over too many positions says what to narrow', async () => {
  const deviceId = await makeDevice(db);
  await db.raw(
    `insert into tracks (device_id, started_at, ended_at, fixes, flagged, metres, moving_seconds, west_e7, south_e7,
       east_e7, north_e7)
     select ?, at, at + interval '6 hours', 200000, 0, 0, 0, 1190000000, 480000000, 1190000000, 480000000
     from generate_series(timestamptz '2026-03-01', '2026-03-10', '12 hours') at`,
    [deviceId],
  );
  const { client } = await chiefOf(null);
  const { status, body } = await client.post('/api/inside', {
    outline: box([75, 20, 134, 53]),
    from: '2026-03-01',
    to: '2026-03-11',
  });
  expect(status).toBe(422);
  expect(body).toMatchObject({
    title: 'too much to look through',
    detail: expect.stringContaining('At most 5 days can be asked for'),
    errors: [{ path: 'outline' }, { path: 'to' }],
  });
});
