import type { Knex } from 'knex';
import { thresholdsInForce } from '../tracks/thresholds-in-force.ts';
import { readCarried, readFixesOfDays } from './fixes-of-days.ts';
import { type Legs, legsOf } from './legs.ts';
import type { LocalDay } from './local-days.ts';
import { type CellSweep, packSweeps } from './packed-sweep.ts';
import { readSettled, readStale, type StaleDay } from './queries.ts';
import { type SweepRow, storeSweeps } from './store.ts';
import { sweepOf } from './swath.ts';
import type { SweptGround } from './swept-ground.ts';
import { unite } from './unite.ts';

/** Days of devices whose fixes are in memory at once. */
const daysAtOnce = 40;

/**
 * Makes what is missing of the sweeps of the given local days or was made from something else, the latest days first;
 * of certain devices or all, and at most so many days of devices. Returns how many were made.
 */
export async function makeSweeps(
  db: Knex,
  ground: SweptGround,
  days: readonly LocalDay[],
  { most, deviceIds = null }: { most: number; deviceIds?: readonly number[] | null },
): Promise<number> {
  const stale = await readStale(db, ground, days, { most, deviceIds });
  const parts: StaleDay[][] = [];
  for (let first = 0; first < stale.length; first += daysAtOnce)
    parts.push(stale.slice(first, first + daysAtOnce));
  // The next part is read while one is drawn.
  let reading = readPart(db, ground, parts[0] ?? []);
  for (const [index, part] of parts.entries()) {
    const read = await reading;
    reading = readPart(db, ground, parts[index + 1] ?? []);
    reading.catch(() => undefined);
    await drawPart(db, ground, part, read);
  }
  await reading;
  return stale.length;
}

type Read = Awaited<ReturnType<typeof readPart>>;

async function readPart(db: Knex, ground: SweptGround, days: readonly StaleDay[]) {
  // One after the other, for in a transaction they share a connection.
  const carried = await readCarried(db, [...new Set(days.map(({ deviceId }) => deviceId))]);
  const thresholds = await thresholdsInForce(db);
  const settled = await readSettled(
    db,
    ground,
    days.filter((day) => day.settled),
  );
  return { carried, thresholds, settled, columns: await readFixesOfDays(db, days) };
}

async function drawPart(
  db: Knex,
  ground: SweptGround,
  days: readonly StaleDay[],
  { carried, thresholds, settled, columns }: Read,
): Promise<void> {
  const drawn = days.map(({ deviceId, from, to }, place) => {
    const { custody, kind } = carried.get(deviceId) ?? {};
    const fixes = columns[place];
    if (!fixes || !custody || !kind) return undefined;
    const legs = legsOf(fixes, custody, thresholds(kind), [from, to]);
    return { legs, kind, near: ground.near(legs) };
  });
  const indexes = new Set(drawn.flatMap((one) => [...(one?.near.keys() ?? [])]));
  const rasters = await ground.rasters(db, [...indexes]);
  const rows = days.map((day, place): SweepRow => {
    const one = drawn[place];
    const sweeps: CellSweep[] = [...(settled.get(`${day.day} ${day.deviceId}`) ?? [])];
    for (const [index, places] of one?.near ?? []) {
      const raster = rasters.get(index);
      const sweep =
        raster && one && sweepOf(ground.cellIdAt(index), raster, ground.reachAt(index), { ...one, places });
      if (sweep) sweeps.push(sweep);
    }
    return {
      ...packSweeps(unite(sweeps)),
      day: day.day,
      deviceId: day.deviceId,
      madeFrom: day.madeFrom,
      settled: day.settled,
      seenFrom: day.seenFrom,
      bounds: boundsOf(one?.legs),
    };
  });
  await storeSweeps(db, ground, rows);
}

/** In degrees times 1e7; zeros where there is no leg. */
function boundsOf(legs: Legs | undefined): SweepRow['bounds'] {
  if (!legs || legs.fromLon.length === 0) return [0, 0, 0, 0];
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const lons of [legs.fromLon, legs.toLon])
    for (const lon of lons) [west, east] = [Math.min(west, lon), Math.max(east, lon)];
  for (const lats of [legs.fromLat, legs.toLat])
    for (const lat of lats) [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  return [Math.floor(west * 1e7), Math.floor(south * 1e7), Math.ceil(east * 1e7), Math.ceil(north * 1e7)];
}
