import type { Knex } from 'knex';
import { retrying } from '../database/retry.ts';
import { carrierLookup } from '../tracks/custody.ts';
import { dayMs } from '../tracks/thresholds.ts';
import { thresholdsInForce } from '../tracks/thresholds-in-force.ts';
import {
  type Box,
  carriersOf,
  daySignatures,
  fixesOfPeriods,
  nearDays,
  type StaleDay,
  staleDays,
} from './day-queries.ts';
import { leadInMs, leadOutMs, measureDay } from './measure-day.ts';
import { type Found, measuredDay, nothingFound } from './measured-day.ts';
import { type MeasuredDay, writeMeasured } from './measured-store.ts';
import { type Piece, type PiecesAlong, roadIndex } from './roads.ts';
import { boxOf, type Zone, type ZonesAt, zoneIndex } from './zones.ts';

/** What devices are measured against: every zone up to a version, and the pieces of the roads of layers. */
export type Ground = {
  /** Of the points. */
  revision: number;
  zones: readonly Zone[];
  versionId: number;
  pieces: readonly Piece[];
  layerIds: readonly number[];
};

/** What days are measured against, and whether ways through squares of a kilometre are wanted beside it. */
export type Measuring = { ground: Ground; squares: boolean };

type Held = { days: Map<number, string>; last: Promise<unknown> };
const heldByDatabase = new WeakMap<object, Held>();

/** Device-days whose fixes are in memory at once. */
const daysAtOnce = 32;
/** Reading and measuring a device's day takes some milliseconds. */
const usuallyMeasured = 100;

/**
 * By UTC day, since 1970, what it was measured as of: days whose text is the same have the same stays and passes. Where
 * `pending` is not 0, at least so many days of devices were measured and more are left.
 */
export type Measured = { asOf: ReadonlyMap<number, string>; pending: number };

/**
 * Measures what is not measured yet of the UTC days of a period, half-open and in epoch ms, the latest first, and so many
 * days of devices at most. A day is measured anew where fixes of the
 * device on it or beside it changed; where only points or layers are newer, along these alone, and only of devices that
 * came near. One computation at a time in a process; others wait.
 */
export function measuredPeriod(
  db: Knex,
  measuring: Measuring,
  [from, to]: readonly [from: number, to: number],
  most = usuallyMeasured,
): Promise<Measured> {
  const held = heldOf(db);
  const answer = held.last.then(() => measure(db, held, measuring, { from, to, most }));
  // Whoever asked is told; the next one asks again.
  held.last = answer.catch(() => undefined);
  return answer;
}

function heldOf(db: Knex): Held {
  // A transaction shares its settings with its pool, so both find the same.
  const key: object = db.client.config;
  const held = heldByDatabase.get(key) ?? { days: new Map(), last: Promise.resolve() };
  heldByDatabase.set(key, held);
  return held;
}

async function measure(
  db: Knex,
  held: Held,
  measuring: Measuring,
  { from, to, most }: { from: number; to: number; most: number },
): Promise<Measured> {
  const asOf = await asOfDays(db, measuring, [from, to]);
  const changed = changedDays(held, asOf);
  if (changed.length > 0) {
    const count = await measureDays(db, measuring, changed, { onlyDeviceId: null, most });
    if (count === most) return { asOf, pending: count };
  }
  for (const day of changed) held.days.set(day, asOf.get(day) ?? '');
  return { asOf, pending: 0 };
}

async function asOfDays(
  db: Knex,
  { ground, squares }: Measuring,
  [from, to]: readonly [from: number, to: number],
): Promise<Map<number, string>> {
  const [first, last] = [Math.floor(from / dayMs), Math.floor((to - 1) / dayMs)];
  const upTo = `${ground.revision} ${ground.versionId} ${ground.layerIds} ${squares}`;
  const asOf = new Map<number, string>();
  for (const [day, signature] of await daySignatures(db, first, last)) asOf.set(day, `${signature} ${upTo}`);
  return asOf;
}

function changedDays({ days }: Held, asOf: ReadonlyMap<number, string>): number[] {
  return [...asOf].filter(([day, text]) => days.get(day) !== text).map(([day]) => day);
}

/**
 * Measures all that is not measured yet of the UTC days of a period before somebody asks: a day and a few devices at a
 * time, the latest first, so that whoever looks meanwhile waits for one such part at most.
 */
export async function measureAhead(
  db: Knex,
  measuring: Measuring,
  period: readonly [from: number, to: number],
): Promise<void> {
  const changed = changedDays(heldOf(db), await asOfDays(db, measuring, period));
  for (const day of changed.sort((a, b) => b - a)) {
    const asked = [day * dayMs, (day + 1) * dayMs] as const;
    while ((await measuredPeriod(db, measuring, asked)).pending > 0);
  }
}

/**
 * Measures what is stale of UTC days, as days since 1970, of one device or all, so many days of devices at most, without
 * waiting for others. Returns how many were stale and are not any more.
 */
export async function measureDays(
  db: Knex,
  measuring: Measuring,
  days: readonly number[],
  { onlyDeviceId, most }: { onlyDeviceId: number | null; most: number | null },
): Promise<number> {
  const wanted = { ...measuring.ground, squares: measuring.squares };
  const stale = await staleDays(db, days, wanted, { onlyDeviceId, most });
  const near = await daysNear(db, measuring, stale);
  const isNear = new Set(near);
  const away = stale.filter((day) => !isNear.has(day));
  if (away.length > 0)
    await write(
      db,
      away.map((day) => measuredDay(day, measuring, nothingFound)),
    );
  for (let first = 0; first < near.length; first += daysAtOnce)
    await measureSome(db, measuring, near.slice(first, first + daysAtOnce));
  return stale.length;
}

/** Those on which the device came near anything that it was not measured against yet. */
async function daysNear(
  db: Knex,
  { ground, squares }: Measuring,
  all: readonly StaleDay[],
): Promise<StaleDay[]> {
  // Wherever somebody goes there are squares.
  const isInSquares = ({ known }: StaleDay) => squares && !known?.squares;
  const stale = all.filter((day) => !isInSquares(day));
  const anew = stale.filter(({ known }) => known === null);
  const behind = stale.filter(({ known }) => known !== null);
  const least = Math.min(...behind.map(({ known }) => known?.versionId ?? 0));
  const common = ground.layerIds.filter((id) => behind.every(({ known }) => known?.layerIds.includes(id)));
  const boxes = [boundsOf(ground, 0, []), boundsOf(ground, least, common)];
  const found = await Promise.all(
    [anew, behind].map((days, index) => {
      const box = boxes[index];
      return box ? nearDays(db, days, box) : [];
    }),
  );
  return [...all.filter(isInSquares), ...found.flat()];
}

/** The box of the zones after a version and of the roads of other layers than these; undefined where there are none. */
function boundsOf(
  { zones, pieces }: Ground,
  versionId: number,
  layerIds: readonly number[],
): Box | undefined {
  let bounds: [number, number, number, number] | undefined;
  const add = ([west, south, east, north]: Box) => {
    bounds = bounds
      ? [
          Math.min(bounds[0], west),
          Math.min(bounds[1], south),
          Math.max(bounds[2], east),
          Math.max(bounds[3], north),
        ]
      : [west, south, east, north];
  };
  for (const zone of zones) if (zone.id > versionId) add(boxOf(zone));
  for (const piece of pieces)
    if (!layerIds.includes(piece.layerId)) add(boxOf({ ...piece, id: 0, radiusMetres: piece.metres }));
  return bounds;
}

async function measureSome(db: Knex, measuring: Measuring, days: readonly StaleDay[]): Promise<void> {
  const [devices, thresholdsOf, fixes] = await Promise.all([
    carriersOf(db, [...new Set(days.map(({ deviceId }) => deviceId))]),
    thresholdsInForce(db),
    fixesOfPeriods(
      db,
      days.map(({ deviceId, day }) => ({
        deviceId,
        from: day * dayMs - leadInMs,
        to: (day + 1) * dayMs + leadOutMs,
      })),
    ),
  ]);
  const lookups = indexesOf(measuring.ground);
  await write(
    db,
    days.map((day, index) => {
      const device = devices.get(day.deviceId);
      if (!device) return measuredDay(day, measuring, nothingFound);
      const yardstick = {
        thresholds: thresholdsOf(device.kind),
        carrierAt: carrierLookup(device.custody),
        ...lookups(day.known),
        squaresOf: measuring.squares && !day.known?.squares ? device.kind : null,
      };
      const found: Found = measureDay(fixes[index] ?? [], yardstick, day.day * dayMs);
      return measuredDay(day, measuring, found);
    }),
  );
}

function write(db: Knex, days: readonly MeasuredDay[]): Promise<void> {
  return retrying(() => db.transaction((trx) => writeMeasured(trx, days)));
}

type Indexes = { zonesAt: ZonesAt; piecesAlong: PiecesAlong };
const indexed = new WeakMap<Ground, Map<string, Indexes>>();

/** What a day is measured against: all of it, or what is newer than what it was measured against already. */
function indexesOf(ground: Ground): (known: StaleDay['known']) => Indexes {
  const made = indexed.get(ground) ?? new Map<string, Indexes>();
  indexed.set(ground, made);
  return (known) => {
    const { versionId = 0, layerIds = [] } = known ?? {};
    const key = `${versionId} ${layerIds}`;
    const indexes = made.get(key) ?? {
      zonesAt: zoneIndex(ground.zones.filter(({ id }) => id > versionId)),
      piecesAlong: roadIndex(ground.pieces.filter(({ layerId }) => !layerIds.includes(layerId))),
    };
    made.set(key, indexes);
    return indexes;
  };
}
