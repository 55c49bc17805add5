import type { Knex } from 'knex';
import { copyOut } from '../database/copy-out.ts';
import type { Bounds } from '../geo/position.ts';
import { lookbackOfRule } from '../rules/lookback-column.ts';
import { type LocalDay, utcDaysOf } from './local-days.ts';
import { type CellSweep, type PackedSweeps, unpackSweeps } from './packed-sweep.ts';

const dayMs = 86_400_000;
/** What may be asked for lies between the years 1 and 9999. */
const [firstDay, lastDay] = [-719_000, 2_940_000];

/** By UTC day since 1970 that meets the period, in order, something that changes with the lines of any device of it. */
export async function readSignatures(
  db: Knex,
  [from, to]: readonly [number, number],
): Promise<Map<number, string>> {
  const { rows } = await db.raw(
    `select day - date '1970-01-01' as day, bit_xor(hashint8extended(device_id, revision))::text as signature
     from visit_days
     where day >= date '1970-01-01' + cast(:first as integer) and day <= date '1970-01-01' + cast(:last as integer)
     group by visit_days.day order by visit_days.day`,
    {
      first: Math.max(firstDay, Math.floor(from / dayMs) - 1),
      last: Math.min(lastDay, Math.floor(to / dayMs) + 1),
    },
  );
  return new Map(rows.map(({ day, signature }: { day: number; signature: string }) => [day, signature]));
}

/** A device's local day whose sweeps are missing or were made from something else, and what they are to be made from. */
export type StaleDay = LocalDay & {
  deviceId: number;
  madeFrom: number;
  settled: boolean;
  /** What is stored was made from; null where nothing is. */
  seenFrom: number | null;
};

/** Of the given days, and of certain devices or all, what has to be made anew; at most so many. */
export async function readStale(
  db: Knex,
  { planId, widthMetres, signature }: { planId: number; widthMetres: number; signature: string },
  days: readonly LocalDay[],
  { most, deviceIds }: { most: number; deviceIds: readonly number[] | null },
): Promise<StaleDay[]> {
  const byDay = new Map(days.map((one) => [one.day, one]));
  const { rows } = await db.raw(
    `with wanted as (
       select cast(day as date) as day, date '1970-01-01' + first as first, date '1970-01-01' + last as last
       from unnest(cast(:days as text[]), cast(:firsts as integer[]), cast(:lasts as integer[])) as given (day, first, last)
     ), counted as (
       select wanted.day, device_id, sum(revision)::bigint as made_from
       from wanted join visit_days on visit_days.day >= wanted.first and visit_days.day <= wanted.last
       where cast(:deviceIds as bigint[]) is null or device_id = any(cast(:deviceIds as bigint[]))
       group by wanted.day, device_id
     )
     select to_char(counted.day, 'YYYY-MM-DD') as day, counted.device_id as "deviceId",
       counted.made_from as "madeFrom", coalesce(sweeps.settled, false) as settled,
       sweeps.made_from as "seenFrom"
     from counted
     left join sweeps on sweeps.plan_id = :planId and sweeps.width_metres = cast(:widthMetres as real)
       and sweeps.day = counted.day and sweeps.device_id = counted.device_id
     where sweeps.made_from is distinct from counted.made_from or sweeps.ground is distinct from :signature
     order by counted.day desc, counted.device_id limit :most`,
    {
      planId,
      widthMetres,
      signature,
      most,
      deviceIds,
      days: days.map(({ day }) => day),
      firsts: days.map((day) => utcDaysOf(day)[0]),
      lasts: days.map((day) => utcDaysOf(day)[1]),
    },
  );
  return rows.flatMap(({ day, ...row }: { day: string } & Omit<StaleDay, keyof LocalDay>) => {
    const local = byDay.get(day);
    return local ? [{ ...local, ...row }] : [];
  });
}

type Stored = PackedSweeps & { day: string };

/** The sweeps of all devices on the given days, day by day, as they are stored; each is handed over as it arrives. */
export async function readDays(
  db: Knex,
  { planId, widthMetres, signature }: { planId: number; widthMetres: number; signature: string },
  days: readonly string[],
  onRow: (row: Stored) => void,
): Promise<void> {
  if (days.length === 0) return;
  const literal = days.map((day) => `'${day.replaceAll(/[^0-9-]/g, '')}'`).join(',');
  await copyOut(
    db,
    `select to_char(day, 'YYYY-MM-DD'), cells, bits from sweeps
     where plan_id = ${planId} and width_metres = ${widthMetres}::real and day in (${literal})
       and (ground = '${signature.replaceAll(/[^0-9a-f]/g, '')}' or settled) and cells <> ''
     order by day`,
    (row) => onRow({ day: row.text() ?? '', cells: ownBytes(row.bytes()), bits: ownBytes(row.bytes()) }),
  );
}

/**
 * Those alone whose legs come into a box of degrees, and what is settled, of which that is not known. Found by the index,
 * and only their rows are read.
 */
export async function readDaysNear(
  db: Knex,
  { planId, widthMetres, signature }: { planId: number; widthMetres: number; signature: string },
  days: readonly string[],
  box: Readonly<Bounds>,
): Promise<Stored[]> {
  const { rows } = await db.raw(
    `select to_char(near.day, 'YYYY-MM-DD') as day, cells, bits
     from (select day, device_id from sweeps
       where plan_id = :planId and width_metres = cast(:widthMetres as real) and day = any(cast(:days as date[]))
         and (settled or (ground = :signature and ${meetsBox(box)})) offset 0) near
     cross join lateral (select cells, bits from sweeps where plan_id = :planId
       and width_metres = cast(:widthMetres as real) and day = near.day and device_id = near.device_id limit 1) stored
     where cells <> '' order by near.day, near.device_id`,
    { planId, widthMetres, signature, days },
  );
  return rows;
}

/** Whether the legs of a row come into a box of degrees. */
function meetsBox(box: Readonly<Bounds>): string {
  const [west, south, east, north] = box.map((degrees) => Math.round(degrees * 1e7));
  return `(west_e7 <= ${east} and east_e7 >= ${west} and south_e7 <= ${north} and north_e7 >= ${south})`;
}

/** The driver uses the bytes of a row again. */
function ownBytes(view: DataView | null): Buffer {
  return view ? Buffer.from(new Uint8Array(view.buffer, view.byteOffset, view.byteLength)) : Buffer.alloc(0);
}

/** What settled rows hold, by day and device. */
export async function readSettled(
  db: Knex,
  { planId, widthMetres }: { planId: number; widthMetres: number },
  days: readonly { day: string; deviceId: number }[],
): Promise<ReadonlyMap<string, CellSweep[]>> {
  if (days.length === 0) return new Map();
  const { rows } = await db.raw(
    `select to_char(sweeps.day, 'YYYY-MM-DD') as day, sweeps.device_id as "deviceId", cells, bits
     from unnest(cast(:days as date[]), cast(:devices as bigint[])) as given (day, device)
     join sweeps on sweeps.day = given.day and sweeps.device_id = given.device and plan_id = :planId
       and width_metres = cast(:widthMetres as real)
     where settled`,
    { planId, widthMetres, days: days.map(({ day }) => day), devices: days.map(({ deviceId }) => deviceId) },
  );
  return new Map(
    rows.map(({ day, deviceId, ...packed }: { day: string; deviceId: number } & PackedSweeps) => [
      `${day} ${deviceId}`,
      unpackSweeps(packed),
    ]),
  );
}

/** The plans that are or were in force, with their periods in epoch ms. */
export async function readPlansInForce(
  db: Knex,
): Promise<{ planId: number; period: readonly [number, number] }[]> {
  const { rows } = await db.raw(
    `select id as "planId", extract(epoch from lower(in_force))::float8 * 1000 as "from",
       extract(epoch from upper(in_force))::float8 * 1000 as "to"
     from plans where in_force is not null and not isempty(in_force) order by id`,
  );
  return rows.map(({ planId, from, to }: { planId: number; from: number | null; to: number | null }) => ({
    planId,
    period: [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY],
  }));
}

/** When a person carried which device, in epoch ms. */
export async function readCarryings(
  db: Knex,
  personId: number,
): Promise<{ deviceId: number; from: number; to: number | null }[]> {
  const { rows } = await db.raw(
    `select device_id as "deviceId", extract(epoch from lower(period))::float8 * 1000 as "from",
       extract(epoch from upper(period))::float8 * 1000 as "to"
     from device_carriers where person_id = :personId order by device_id, lower(period)`,
    { personId },
  );
  return rows;
}

/** What is usual in each kind of place is swept whether or not a rule asks for it. */
export const usual = { widthMetres: 0, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** The widths that rules ask or asked for, each with when what was swept matters to one of them, in epoch ms. */
export async function readWidthsAsked(
  db: Knex,
): Promise<{ widthMetres: number; from: number; to: number }[]> {
  const { rows } = await db.raw(
    `select cast(requires ->> 'widthMetres' as float8) as "widthMetres",
       extract(epoch from min(lower(period) - ${lookbackOfRule}))::float8 * 1000 as "from",
       extract(epoch from max(coalesce(upper(period), 'infinity')))::float8 * 1000 as "to"
     from rules where kind = 'patrol' and requires ->> 'measure' = 'sweep'
     group by 1 order by 1`,
  );
  return rows;
}

/** Who swept, and a directory of the cells; a device that nobody carried has no person. */
export type Sweeper = { deviceId: number; personId: number | null; cells: Buffer };

/** Who swept on the given local days somewhere in a box of degrees; once for each day of a device and its carriers. */
export async function sweepersOf(
  db: Knex,
  { planId, widthMetres }: { planId: number; widthMetres: number },
  days: readonly string[],
  box: Readonly<Bounds>,
): Promise<Sweeper[]> {
  const { rows } = await db.raw(
    `select sweeps.device_id as "deviceId", carrier.person_id as "personId", cells
     from sweeps left join device_carriers carrier on carrier.device_id = sweeps.device_id
       and carrier.period && tstzrange(cast(sweeps.day as timestamp) - interval '14 hours', cast(sweeps.day as timestamp) + interval '36 hours')
     where plan_id = :planId and width_metres = cast(:widthMetres as real) and sweeps.day = any(cast(:days as date[]))
       and octet_length(bits) > 0 and (settled or ${meetsBox(box)})`,
    { planId, widthMetres, days },
  );
  return rows;
}
