import fc from 'fast-check';
import pino from 'pino';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { openDatabase } from '../../server/database/open.ts';
import { sweepAll } from '../../server/sweeps/background.ts';
import { localDaysOf } from '../../server/sweeps/local-days.ts';
import { makeSweeps } from '../../server/sweeps/make-sweeps.ts';
import { packSweeps } from '../../server/sweeps/packed-sweep.ts';
import { sweptInRolling } from '../../server/sweeps/rolling-shares.ts';
import { storeSweeps } from '../../server/sweeps/store.ts';
import { sweptGroundOf } from '../../server/sweeps/swept-ground.ts';
import { sweptInWindows, sweptShares } from '../../server/sweeps/swept-shares.ts';
import { ingest } from '../../server/tracks/ingest.ts';
import { drainRereadings } from '../../server/tracks/rereadings.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePerson,
  makePlan,
  makeRule,
} from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db, connection } = await testDatabase();
const timeZone = 'Asia/Shanghai';
const start = Date.parse('2026-03-02T00:00:00Z');
const hour = 3_600_000;
const period = [start - 24 * hour, start + 96 * hour] as const;
const deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };

async function grid(from: string): Promise<{ planId: number; cells: number[] }> {
  const planId = await makePlan(db, { from });
  const cells: number[] = [];
  for (let x = 0; x < 3; x++)
    for (let y = 0; y < 3; y++) {
      const [west, south] = [119 + x * 0.004, 48 + y * 0.003];
      const usage = x === 1 ? 'pasture' : 'residential';
      cells.push(
        await makeCell(db, { planIds: [planId], box: [west, south, west + 0.004, south + 0.003], usage }),
      );
    }
  return { planId, cells };
}

async function makeCarried() {
  const [deviceId, personId] = [await makeDevice(db), await makePerson(db)];
  await makeCarrier(db, { deviceId, personId, from: '2026-01-01T00:00:00Z' });
  await makeDuty(db, { personId, from: '2026-01-01T00:00:00Z' });
  return { deviceId, personId };
}

/** A walk over midnight in Shanghai, 16:00 UTC, with silences and a jump. */
const anyWalk = fc.record({
  device: fc.nat({ max: 1 }),
  begin: fc.integer({ min: 14, max: 70 }),
  steps: fc.array(
    fc.tuple(
      fc.integer({ min: -40, max: 40 }),
      fc.integer({ min: -40, max: 40 }),
      fc.constantFrom(10, 15, 30, 200),
    ),
    {
      minLength: 5,
      maxLength: 60,
    },
  ),
});

function fixesOf({ begin, steps }: { begin: number; steps: [number, number, number][] }) {
  let [lon, lat, at] = [119.006, 48.0045, start + begin * hour];
  return steps.map(([east, north, seconds], index) => {
    lon += east / 74_000;
    lat += north / 111_000;
    at += seconds * 1000;
    return { index, recordedAt: at, lon, lat };
  });
}

const send = (deviceId: number, fixes: ReturnType<typeof fixesOf>) =>
  ingest(deps, {
    deviceId,
    protocol: 'test',
    isLive: false,
    receivedAt: Date.now(),
    decoded: { fixes, refused: [] },
  });

const sharesOf = async (knex: typeof db, { planId, cells }: { planId: number; cells: number[] }) => {
  const { of, pending } = await sweptShares(knex, { plans: [{ planId, period }], widthMetres: 0, timeZone });
  expect(pending).toBe(0);
  return cells.map((cell) => of(cell));
};

test('whatever arrives in whatever order, what was swept is what a computation from nothing finds', async () => {
  const ground = await grid('2026-01-01T00:00:00Z');
  const devices = [await makeCarried(), await makeCarried()];
  const fresh = openDatabase(connection, 2);
  let somewhere = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyWalk, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 8, maxLength: 8 }),
        async (walks, order) => {
          for (const table of ['visits', 'tracks', 'fixes', 'resume_points', 'sweeps'])
            await db.raw(`delete from ${table}`);
          await db.raw('update visit_days set revision = revision + 1');
          const parts = walks
            .flatMap((walk) => {
              const fixes = fixesOf(walk);
              const middle = Math.floor(fixes.length / 2);
              return [fixes.slice(0, middle), fixes.slice(middle)].map((part) => ({
                device: walk.device,
                part,
              }));
            })
            .map((part, index) => ({ ...part, key: order[index] ?? [0, false] }))
            .sort((a, b) => a.key[0] - b.key[0]);
          for (const { device, part, key } of parts) {
            await send(devices[device]?.deviceId ?? 0, part);
            if (key[1]) await sharesOf(db, ground);
          }
          const kept = await sharesOf(db, ground);
          await db.raw('delete from sweeps');
          // Another pool remembers nothing of the first one's days.
          await db.raw('update visit_days set revision = revision + 1');
          expect(await sharesOf(fresh, ground)).toEqual(kept);
          somewhere += kept.filter(({ once }) => once > 0).length;
        },
      ),
      { numRuns: 12 },
    );
  } finally {
    await fresh.destroy();
  }
  expect(somewhere).toBeGreaterThan(12);
}, 60_000);

test('a place that is of another kind for a while is swept as before, once it is as before', async () => {
  const ground = await grid('2026-01-01T00:00:00Z');
  const { deviceId } = await makeCarried();
  for (const begin of [20, 44]) await send(deviceId, fixesOf({ begin, steps: Array(60).fill([6, 1, 15]) }));
  const asked = (until: number) => ({
    plans: [{ planId: ground.planId, period: [period[0], until] as const }],
    widthMetres: 0,
    timeZone,
  });
  const sharesUntil = async (knex: typeof db, until: number) => {
    const { of, pending } = await sweptShares(knex, asked(until));
    expect(pending).toBe(0);
    return ground.cells.map((cell) => of(cell));
  };
  const becomes = async (usage: string) => {
    await db('plan_cells')
      .where({ plan_id: ground.planId, cell_id: ground.cells[4] ?? 0 })
      .update({ usage });
    await db('plans').where({ id: ground.planId }).increment('revision', 1);
  };
  const before = await sharesUntil(db, period[1]);
  await becomes('residential');
  expect(await sharesUntil(db, period[1])).not.toEqual(before);
  await becomes('pasture');
  // Not the question of before, whose answer is remembered.
  const until = start + 40 * hour;
  const now = await sharesUntil(db, until);
  expect(now[4]?.once).toBeGreaterThan(0);
  const fresh = openDatabase(connection, 2);
  try {
    expect(now).toEqual(await sharesUntil(fresh, until));
  } finally {
    await fresh.destroy();
  }
});

test('a walk over midnight counts for both days, and what two days have in common as repeated', async () => {
  const ground = await grid('2026-01-01T00:00:00Z');
  const { deviceId } = await makeCarried();
  const steps = Array.from({ length: 120 }, (_, index): [number, number, number] => [
    index < 60 ? 5 : -5,
    0,
    10,
  ]);
  // It turns at midnight in Shanghai and comes back the same way.
  await send(deviceId, fixesOf({ begin: 16 - 600 / 3600, steps }));
  const shares = await sharesOf(db, ground);
  const once = shares.reduce((sum, one) => sum + one.once, 0);
  const repeatedly = shares.reduce((sum, one) => sum + one.repeatedly, 0);
  expect(once).toBeGreaterThan(0.01);
  expect(repeatedly / once).toBeGreaterThan(0.9);
});

test('what was swept within days, at every midnight, is what asking for one after the other finds', async () => {
  const ground = await grid('2026-01-01T00:00:00Z');
  // Another plan holds half of the cells from the fourth of March on.
  const later = await makePlan(db, { from: '2026-03-04T04:00:00Z' });
  for (const [index, cell_id] of ground.cells.entries())
    if (index % 2 === 0)
      await db('plan_cells').insert({ plan_id: later, cell_id, code: `N${index}`, name: '' });
  for (const begin of [2, 30, 50, 51, 98, 190]) {
    const { deviceId } = await makeCarried();
    const steps = Array.from({ length: 90 }, (_, index): [number, number, number] => [
      ((begin * 7 + index * 3) % 23) - 11,
      ((begin * 5 + index) % 19) - 9,
      20,
    ]);
    await send(deviceId, fixesOf({ begin, steps }));
  }
  const change = Date.parse('2026-03-04T04:00:00Z');
  const question = {
    plans: [
      { planId: ground.planId, period: [start - 24 * hour, change] as const },
      { planId: later, period: [change, start + 900 * hour] as const },
    ],
    widthMetres: 0,
    timeZone,
  };
  const midnight = start - 8 * hour;
  const windows = Array.from({ length: 36 }, (_, day) => {
    const at = midnight + (day - 1) * 24 * hour;
    return [at - 72 * hour, at] as const;
  });
  const rolling = await sweptInRolling(db, question, windows);
  const each = await sweptInWindows(db, question, windows);
  const table = (shareOf: (cell: number, place: number) => number) =>
    ground.cells.map((cell) => windows.map((_, place) => shareOf(cell, place)));
  const found = table((cell, place) => rolling.of(cell)(place));
  expect(found).toEqual(table((cell, place) => each[place]?.of(cell).once ?? -1));
  expect(new Set(found.flat()).size).toBeGreaterThan(6);
});

test('what somebody swept stays as a total when they are erased, at the widths of rules too', async () => {
  const ground = await grid('2026-01-01T00:00:00Z');
  const requires = { measure: 'sweep', share: 0.5, widthMetres: 40, days: 7 };
  await makeRule(db, { kind: 'patrol', requires, from: '2026-02-01T00:00:00Z' });
  const wide = async () => {
    const plans = [{ planId: ground.planId, period }];
    const { of } = await sweptShares(db, { plans, widthMetres: 40, timeZone });
    return ground.cells.map((cell) => of(cell).once);
  };
  const { deviceId, personId } = await makeCarried();
  await send(deviceId, fixesOf({ begin: 20, steps: Array.from({ length: 60 }, () => [6, 4, 10]) }));
  await sweepAll(db, timeZone);
  const before = await sharesOf(db, ground);
  expect(before.some(({ once }) => once > 0.02)).toBe(true);
  const server = await startServer(db);
  const chief = server.withToken(
    (
      await makeAccount(db, {
        grants: [
          { role: 'chief', areaId: null },
          { role: 'admin', areaId: null },
        ],
      })
    ).token,
  );
  expect((await chief.delete(`/api/people/${personId}`)).status).toBe(204);
  await drainRereadings(deps, deviceId);
  expect(await db('fixes').where({ device_id: deviceId })).toEqual([]);
  expect(await sharesOf(db, ground)).toEqual(before);
  // Nobody had asked at that width before.
  expect((await wide()).some((once) => once > 0.01)).toBe(true);
  // A process that read the day before it was settled, and its fixes after they were gone, comes late.
  const { signature } = await sweptGroundOf(db, ground.planId, 0);
  const [row] = await db('sweeps').where({ device_id: deviceId, plan_id: ground.planId }).select('made_from');
  const days = await db('sweeps')
    .where({ device_id: deviceId, plan_id: ground.planId })
    .select(db.raw("to_char(day, 'YYYY-MM-DD') as day"));
  await storeSweeps(
    db,
    { planId: ground.planId, widthMetres: 0, signature },
    days.map(({ day }: { day: string }) => ({
      ...{ day, deviceId, madeFrom: Number(row.made_from), settled: false, seenFrom: null },
      ...{ ...packSweeps([]), bounds: [0, 0, 0, 0] as const },
    })),
  );
  await db('visit_days').where({ device_id: deviceId }).increment('revision', 1);
  expect(await sharesOf(db, ground)).toEqual(before);
});

test('a day that was made from more than is known of it now is made anew once', async () => {
  const ground = await grid('2026-01-01T00:00:00Z');
  const { deviceId } = await makeCarried();
  await send(deviceId, fixesOf({ begin: 20, steps: Array.from({ length: 60 }, () => [6, 4, 10]) }));
  await sharesOf(db, ground);
  // As where the retention ends one of the two UTC days that a local day meets.
  await db('sweeps').where({ device_id: deviceId }).increment('made_from', 100);
  const days = localDaysOf(period, [0, 40_000], timeZone);
  const swept = await sweptGroundOf(db, ground.planId, 0);
  const made = () => makeSweeps(db, swept, days, { most: 100, deviceIds: [deviceId] });
  expect(await made()).toBeGreaterThan(0);
  expect(await made()).toBe(0);
});
