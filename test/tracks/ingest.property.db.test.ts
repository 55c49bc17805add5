import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import type { Scope } from '../../server/access/scope.ts';
import { Conflict } from '../../server/http/problem.ts';
import { changeThresholds } from '../../server/tracks/change-thresholds.ts';
import { decideFix } from '../../server/tracks/decide.ts';
import type { ReportedFix } from '../../server/tracks/fix.ts';
import { flag } from '../../server/tracks/flag.ts';
import { rereadHours } from '../../server/tracks/reread-period.ts';
import { rereading } from '../../server/tracks/rereadings.ts';
import { defaultThresholds, type Thresholds } from '../../server/tracks/thresholds.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeCell, makeDevice, makePerson, makePlan } from '../support/district.ts';
import { deliver, depsOf, fixAt, start, storedOf } from './movement.ts';

const { db } = await testDatabase();

const everywhere: Scope = {
  everywhere: true,
  areaIds: [],
  grantedIds: [],
  territoryIds: [],
  includesDistrict: true,
  ownPersonId: null,
};
const iso = (seconds: number) => new Date(start + seconds * 1000).toISOString();

/** Cells of 300 m side by side, another layer of 700 m, a change of plans and one of carriers on the way. */
async function makeGround(): Promise<void> {
  const early = await makePlan(db, { from: '2026-01-01T00:00:00Z', to: iso(20_000) });
  const late = await makePlan(db, { from: iso(20_000) });
  const police = await makePlan(db, { from: '2026-01-01T00:00:00Z', layer: 'police' });
  const degreesPerMetre = 1 / 73_150;
  for (let column = -3; column < 12; column++) {
    const west = 120 + column * 300 * degreesPerMetre;
    await makeCell(db, {
      planIds: column % 2 ? [early, late] : [early],
      box: [west, 48.99, west + 300 * degreesPerMetre, 49.01],
    });
  }
  for (let column = -1; column < 5; column++) {
    const west = 120 + column * 700 * degreesPerMetre;
    await makeCell(db, { planIds: [police], box: [west, 48.995, west + 700 * degreesPerMetre, 49.005] });
  }
}

async function makeCarried(db: Knex, people: readonly number[]): Promise<number> {
  const device = await makeDevice(db);
  await db('devices').where({ id: device }).update({ always_on_duty: true });
  const periods = [
    [people[0], iso(2_000), iso(9_000)],
    [people[1], iso(9_000), iso(30_000)],
  ];
  for (const [person, from, to] of periods)
    await db.raw(
      'insert into device_carriers (device_id, person_id, period) values (?, ?, tstzrange(?, ?))',
      [device, person ?? 0, from ?? '', to ?? ''],
    );
  return device;
}

/** A case that once went wrong: the last fix before an hour, and the first after it with copies of older ones. */
const still = (seconds: number) => ({
  seconds,
  metresPerSecond: 0,
  outlier: 0,
  accuracy: undefined,
  breakBefore: false,
});
const acrossAnHour: [ReturnType<typeof still>[], number[], number[], boolean] = [
  [1, 1, 1, 1, 1, 1, 1, 3_000, 1, 592].map(still),
  [1, 7],
  [],
  true,
];

/** What happens from one fix to the next. */
const happening = fc.record({
  seconds: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 1, max: 110 }) },
    { weight: 2, arbitrary: fc.integer({ min: 111, max: 1_200 }) },
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1_800, max: 3_600 }) },
    { weight: 1, arbitrary: fc.integer({ min: 3_000, max: 100_000 }) },
  ),
  metresPerSecond: fc.oneof(
    { weight: 10, arbitrary: fc.double({ min: -12, max: 14, noNaN: true }) },
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.double({ min: 30, max: 400, noNaN: true }) },
  ),
  outlier: fc.oneof(
    { weight: 10, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -9_000, max: 9_000 }) },
  ),
  accuracy: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.double({ min: 1, max: 300, noNaN: true }) },
  ),
  breakBefore: fc.oneof(
    { weight: 12, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

function fixesOf(
  happenings: readonly (typeof happening extends fc.Arbitrary<infer T> ? T : never)[],
): ReportedFix[] {
  let [at, east] = [0, 0];
  const fixes = happenings.map(({ seconds, metresPerSecond, outlier, accuracy, breakBefore }) => {
    at += seconds;
    east += Math.max(-800, Math.min(3_000, seconds * metresPerSecond));
    return fixAt(at, east + outlier, outlier / 3, { accuracyMetres: accuracy, breakBefore });
  });
  // Of a fix sent with two accuracies the first counts: that is no copy.
  const keys = fixes.map(({ recordedAt, lon, lat }) => `${recordedAt} ${lon.toFixed(7)} ${lat.toFixed(7)}`);
  return fixes.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

test('comes to the same fixes, flags, tracks and visits however deliveries are ordered, split and repeated', {
  timeout: 3_600_000,
}, async () => {
  await makeGround();
  const people = [await makePerson(db), await makePerson(db)];
  const deps = depsOf(db);
  const runs = Number(process.env['PROPERTY_RUNS'] ?? 40);
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 1, maxLength: 90 }),
      fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(), { maxLength: 60 }),
      fc.boolean(),
      async (happenings, sizes, swaps, repeats) => {
        const fixes = fixesOf(happenings);
        const order = shuffled(fixes, swaps);
        const batches = split(repeats ? [...order, ...fixes.slice(0, 30)] : order, sizes);
        const [inParts, atOnce] = [await makeCarried(db, people), await makeCarried(db, people)];
        for (const batch of batches) await deliver(deps, inParts, batch, { isLive: false });
        await deliver(deps, atOnce, fixes, { isLive: false });
        expect(await storedOf(db, inParts)).toEqual(await storedOf(db, atOnce));
      },
    ),
    { numRuns: runs, examples: [acrossAnHour] },
  );
});

/** Restores a flagged fix of the device or excludes any, or takes that back; not where another of the instant is restored. */
async function decide(device: number, accountId: number, which: number): Promise<void> {
  const restores = which % 2 === 0;
  const fixes = await db('fixes')
    .where({ device_id: device })
    .whereRaw(restores ? 'flags <> 0' : 'true')
    .orderBy('recorded_at');
  const fix = fixes[which % fixes.length];
  if (!fix) return;
  const place = { recordedAt: fix.recorded_at.toISOString(), lon: fix.lon_e7 / 1e7, lat: fix.lat_e7 / 1e7 };
  const wanted = restores
    ? { ...place, restored: (fix.flags & flag.restored) === 0 }
    : { ...place, excluded: (fix.flags & flag.excluded) === 0 };
  await decideFix(db, everywhere, device, wanted, accountId).catch((error: unknown) => {
    if (!(error instanceof Conflict)) throw error;
  });
}

/** Decides as it was decided on another device, and reads everything again. */
async function decideAsOn(other: number, device: number): Promise<void> {
  await db.raw(
    `update fixes set flags = other.flags from fixes other
     where other.device_id = :other and other.flags & ${flag.restored | flag.excluded} <> 0
       and fixes.device_id = :device
       and (fixes.recorded_at, fixes.lon_e7, fixes.lat_e7) = (other.recorded_at, other.lon_e7, other.lat_e7)`,
    { other, device },
  );
  const { rows } = await db.raw(
    `select distinct extract(epoch from date_trunc('hour', recorded_at)) * 1000 as hour from fixes
     where device_id = ? order by hour`,
    [device],
  );
  await db.transaction((trx) =>
    rereadHours(
      trx,
      device,
      rows.map((row: { hour: string }) => Number(row.hour)),
    ),
  );
}

test('a restored or excluded fix counts the same whatever was known when it was decided', {
  timeout: 3_600_000,
}, async () => {
  await makeGround();
  const people = [await makePerson(db), await makePerson(db)];
  const deps = depsOf(db);
  const { accountId } = await makeAccount(db, { grants: [] });
  const decided = { restored: 0, excluded: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 2, maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(), { maxLength: 30 }),
      fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 6 }),
      async (happenings, sizes, swaps, decisions) => {
        const fixes = fixesOf(happenings);
        const [inParts, atOnce] = [await makeCarried(db, people), await makeCarried(db, people)];
        for (const [index, batch] of split(shuffled(fixes, swaps), sizes).entries()) {
          await deliver(deps, inParts, batch, { isLive: false });
          const which = decisions[index];
          if (which !== undefined) await decide(inParts, accountId, which);
        }
        await deliver(deps, atOnce, fixes, { isLive: false });
        await decideAsOn(inParts, atOnce);
        const stored = await storedOf(db, inParts);
        expect(stored).toEqual(await storedOf(db, atOnce));
        for (const { flags } of stored.fixes) {
          decided.restored += flags & flag.restored ? 1 : 0;
          decided.excluded += flags & flag.excluded ? 1 : 0;
        }
      },
    ),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40) },
  );
  expect(Math.min(decided.restored, decided.excluded)).toBeGreaterThan(0);
});

/** Thresholds that make another track of nearly everything. */
const otherThresholds = fc.record({
  impossibleMetresPerSecond: fc.constantFrom(40, 60, 200),
  jumpMetresPerSecond: fc.constantFrom(8, 25, 60),
  presenceAccuracyMetres: fc.constantFrom(20, 100, 250),
  legWithinSeconds: fc.constantFrom(60, 120, 600),
  legMetres: fc.constantFrom(300, 2_000),
  legMetresPerSecond: fc.constantFrom(10, 40),
  movingMetresPerSecond: fc.constantFrom(0.5, 3),
  pauseSeconds: fc.constantFrom(600, 900, 3_600),
  stayMetres: fc.constantFrom(30, 100, 500),
  absenceSeconds: fc.constantFrom(0, 180, 1_200),
});

test('after a change of thresholds all is as if it had been judged by the new ones from the beginning', {
  timeout: 3_600_000,
}, async () => {
  await makeGround();
  const people = [await makePerson(db), await makePerson(db)];
  const deps = depsOf(db);
  const { accountId } = await makeAccount(db, { grants: [] });
  const kind = 'tracker';
  const change = async (thresholds: Partial<Thresholds>) =>
    changeThresholds(db, { kind, accountId, thresholds: { ...defaultThresholds[kind], ...thresholds } });
  const told = { apart: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 2, maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 30 }),
      fc.array(fc.oneof(otherThresholds, fc.constant(undefined)), { maxLength: 4 }),
      otherThresholds,
      async (happenings, sizes, swaps, changes, lastly) => {
        const undated = { ...fixAt(0, 3, 4, { accuracyMetres: 60 }), recordedAt: Date.UTC(1980, 0) };
        const fixes = [...fixesOf(happenings), undated];
        await change({});
        const [inParts, untouched] = [await makeCarried(db, people), await makeCarried(db, people)];
        await db('devices').whereIn('id', [inParts]).update({ kind });
        for (const [index, batch] of split(shuffled(fixes, swaps), sizes).entries()) {
          await deliver(deps, inParts, batch, { isLive: false });
          const between = changes[index];
          if (between) await change(between);
          if (index % 2) await rereading.run(deps);
        }
        await change(lastly);
        await rereading.run(deps);
        const fromNothing = await makeCarried(db, people);
        await db('devices').where({ id: fromNothing }).update({ kind });
        await deliver(deps, fromNothing, fixes, { isLive: false });
        const judgedAnew = await storedOf(db, inParts);
        expect(judgedAnew).toEqual(await storedOf(db, fromNothing));
        await change({});
        await rereading.run(deps);
        await deliver(deps, untouched, fixes, { isLive: false });
        const unchanged = await storedOf(db, untouched);
        expect(await storedOf(db, inParts)).toEqual(unchanged);
        told.apart += isDeepStrictEqual(judgedAnew, unchanged) ? 0 : 1;
        await db('devices').where({ kind }).update({ kind: null });
      },
    ),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 12) },
  );
  expect(told.apart).toBeGreaterThan(0);
});

/** Swaps neighbours and strangers as told; told nothing, the order stays. */
function shuffled<T>(values: readonly T[], swaps: readonly number[]): T[] {
  const order = [...values];
  for (const [index, swap] of swaps.entries()) {
    const [a, b] = [index % order.length, swap % order.length];
    [order[a], order[b]] = [order[b] as T, order[a] as T];
  }
  return order;
}

function split<T>(values: readonly T[], sizes: readonly number[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0, part = 0; from < values.length; part++) {
    const size = sizes[part % sizes.length] ?? 1;
    parts.push(values.slice(from, from + size));
    from += size;
  }
  return parts;
}
