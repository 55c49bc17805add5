import type { Knex } from 'knex';
import { dayMs } from '../tracks/thresholds.ts';
import { type StoredPass, unpackPasses } from './passes.ts';
import { type StoredRun, unpackRuns } from './square-runs.ts';

/** A device's stay at a point, as stored: cut at UTC midnight. Epoch ms. */
export type PointStay = {
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

/** The stays at points on UTC days from one to another, both included, by version. */
export async function staysByVersion(
  db: Knex,
  first: number,
  last: number,
): Promise<Map<number, PointStay[]>> {
  const { rows } = await db.raw(
    `select coalesce(json_agg(json_build_array(version_id, device_id, person_id, extract(epoch from entered_at) * 1000,
       extract(epoch from left_at) * 1000, (select json_agg(json_build_array(extract(epoch from lower(gap)) * 1000,
         extract(epoch from upper(gap)) * 1000) order by gap) from unnest(bridged) gap))), '[]') as stays
     from point_stays where day between date '1970-01-01' + cast(:first as integer)
       and date '1970-01-01' + cast(:last as integer)`,
    { first, last },
  );
  const stays = new Map<number, PointStay[]>();
  for (const [version, deviceId, personId, enteredAt, leftAt, gaps] of rows[0].stays as Row[]) {
    const known = stays.get(version) ?? [];
    known.push({ deviceId, personId, enteredAt, leftAt, gaps: gaps ?? [] });
    stays.set(version, known);
  }
  return stays;
}

/** A pass and by whom; 0 for a device that nobody carried. */
export type KnownPass = StoredPass & { layerId: number; personId: number };

/** The passes along the roads of layers on UTC days from one to another, both included. */
export async function passesOfDays(
  db: Knex,
  layerIds: readonly number[],
  first: number,
  last: number,
): Promise<KnownPass[]> {
  const { rows } = await db.raw(
    `select day - date '1970-01-01' as day, layer_id as "layerId", person_id as "personId", passes from road_passes
     where layer_id = any(:layerIds) and day between date '1970-01-01' + cast(:first as integer)
       and date '1970-01-01' + cast(:last as integer)`,
    { layerIds: [...layerIds], first, last },
  );
  return rows.flatMap(
    ({
      day,
      layerId,
      personId,
      passes,
    }: {
      day: number;
      layerId: number;
      personId: number;
      passes: Buffer;
    }) => unpackPasses(passes, day * dayMs).map((pass) => ({ layerId, personId, ...pass })),
  );
}

/** A way through a square and by whom; 0 for a device that nobody carried. */
export type KnownRun = StoredRun & { personId: number };

/** The ways through squares of a kilometre on UTC days from one to another, both included. */
export async function runsOfDays(db: Knex, first: number, last: number): Promise<KnownRun[]> {
  const { rows } = await db.raw(
    `select day - date '1970-01-01' as day, person_id as "personId", runs from square_runs
     where day between date '1970-01-01' + cast(:first as integer) and date '1970-01-01' + cast(:last as integer)`,
    { first, last },
  );
  return rows.flatMap(({ day, personId, runs }: { day: number; personId: number; runs: Buffer }) =>
    unpackRuns(runs, day * dayMs).map((run) => ({ personId, ...run })),
  );
}
