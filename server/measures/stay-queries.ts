import type { Knex } from 'knex';
import { dayMs } from '../tracks/thresholds.ts';
import { type StoredPass, unpackPasses } from './passes.ts';
import { type StoredRun, unpackRuns } from './square-runs.ts';

/** A device's stay at a point, as stored: cut at UTC midnight. Epoch ms. */
export type PointStay = {
  versionId: number;
  deviceId: number;
  personId: number | null;
  enteredAt: number;
  leftAt: number;
  gaps: [from: number, to: number][];
};

type Row = [
  version: number,
  device: number,
  person: number | null,
  entered: number,
  left: number,
  gaps: [number, number][] | null,
];

/** Given in days since 1970. */
const amongDays = `day in (select date '1970-01-01' + given from unnest(cast(:days as integer[])) given)`;

/** The stays at points on UTC days, day by day. */
export async function staysOfDays(db: Knex, days: readonly number[]): Promise<Map<number, PointStay[]>> {
  const { rows } = await db.raw(
    `select day - date '1970-01-01' as day, json_agg(json_build_array(version_id, device_id, person_id,
       extract(epoch from entered_at) * 1000, extract(epoch from left_at) * 1000,
       (select json_agg(json_build_array(extract(epoch from lower(gap)) * 1000,
         extract(epoch from upper(gap)) * 1000) order by gap) from unnest(bridged) gap))) as stays
     from point_stays where ${amongDays} group by point_stays.day`,
    { days: [...days] },
  );
  return new Map(
    rows.map(({ day, stays }: { day: number; stays: Row[] }) => [
      day,
      stays.map(
        ([versionId, deviceId, personId, enteredAt, leftAt, gaps]): PointStay => ({
          versionId,
          deviceId,
          personId,
          enteredAt,
          leftAt,
          gaps: gaps ?? [],
        }),
      ),
    ]),
  );
}

/** A pass and by whom; 0 for a device that nobody carried. */
export type KnownPass = StoredPass & { layerId: number; personId: number };

/** The passes along the roads of layers on UTC days, day by day. */
export async function passesOfDays(
  db: Knex,
  layerIds: readonly number[],
  days: readonly number[],
): Promise<Map<number, KnownPass[]>> {
  const { rows } = await db.raw(
    `select day - date '1970-01-01' as day, layer_id as "layerId", person_id as "personId", passes from road_passes
     where layer_id = any(:layerIds) and ${amongDays}`,
    { layerIds: [...layerIds], days: [...days] },
  );
  const found = new Map<number, KnownPass[]>();
  for (const { day, layerId, personId, passes } of rows)
    for (const pass of unpackPasses(passes, day * dayMs))
      addTo(found, day, { layerId, personId, feature: pass.feature, number: pass.number, at: pass.at });
  return found;
}

/** A way through a square and by whom; 0 for a device that nobody carried. */
export type KnownRun = StoredRun & { personId: number };

/** The ways through squares of a kilometre on UTC days, day by day. */
export async function runsOfDays(db: Knex, days: readonly number[]): Promise<Map<number, KnownRun[]>> {
  const { rows } = await db.raw(
    `select day - date '1970-01-01' as day, person_id as "personId", runs from square_runs where ${amongDays}`,
    { days: [...days] },
  );
  const found = new Map<number, KnownRun[]>();
  for (const { day, personId, runs } of rows)
    for (const { row, column, at, metres, byVehicle } of unpackRuns(runs, day * dayMs))
      addTo(found, day, { personId, row, column, at, metres, byVehicle });
  return found;
}

function addTo<T>(lists: Map<number, T[]>, day: number, one: T): void {
  const known = lists.get(day);
  if (known) known.push(one);
  else lists.set(day, [one]);
}
