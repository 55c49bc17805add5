import type { Knex } from 'knex';
import type { Version } from './point.ts';

/** A point with its versions, ready to be stored. */
export type NewPoint = { label: string; replacesId: number | null; versions: readonly Version[] };

/** Stores points with their versions; returns their ids, in the same order. */
export async function insertPoints(trx: Knex, points: readonly NewPoint[]): Promise<number[]> {
  if (points.length === 0) return [];
  const { rows } = await trx.raw(
    `with given as (
       select * from unnest(cast(:labels as text[]), cast(:replaces as bigint[])) with ordinality
         as given (label, replaces_id, place)
     )
     insert into points (label, replaces_id) select label, replaces_id from given order by place returning id`,
    { labels: points.map(({ label }) => label), replaces: points.map(({ replacesId }) => replacesId) },
  );
  const ids = rows.map(({ id }: { id: number }) => id).sort((a: number, b: number) => a - b);
  const versions = points.flatMap((one, index) =>
    one.versions.map((version) => ({ pointId: ids[index] ?? 0, ...version })),
  );
  await insertVersions(trx, versions);
  return ids;
}

/** Stores further versions of points. */
export async function insertVersions(
  trx: Knex,
  versions: readonly (Version & { pointId: number })[],
): Promise<void> {
  if (versions.length === 0) return;
  await trx.raw(
    `insert into point_versions (point_id, kind, weight, is_key, radius_metres, position, period)
     select point_id, kind, weight, is_key, radius_metres, st_setsrid(st_makepoint(lon, lat), 4326),
       tstzrange(begun, ended)
     from unnest(cast(:pointIds as bigint[]), cast(:kinds as text[]), cast(:weights as float8[]),
       cast(:keys as boolean[]), cast(:radii as float8[]), cast(:lons as float8[]), cast(:lats as float8[]),
       cast(:begun as timestamptz[]), cast(:ended as timestamptz[]))
       as given (point_id, kind, weight, is_key, radius_metres, lon, lat, begun, ended)`,
    {
      pointIds: versions.map(({ pointId }) => pointId),
      kinds: versions.map(({ kind }) => kind),
      weights: versions.map(({ weight }) => weight),
      keys: versions.map(({ key }) => key),
      radii: versions.map(({ radiusMetres }) => radiusMetres),
      lons: versions.map(({ position }) => position[0]),
      lats: versions.map(({ position }) => position[1]),
      begun: versions.map(({ from }) => from),
      ended: versions.map(({ to }) => to),
    },
  );
}

/** Holds a point until the transaction ends. */
export async function lockPoint(trx: Knex, id: number): Promise<void> {
  await trx.raw('select id from points where id = :id for update', { id });
}

export async function updatePoint(
  trx: Knex,
  id: number,
  { label, replacesId }: { label?: string | undefined; replacesId?: number | null | undefined },
): Promise<void> {
  const changes = {
    ...(label !== undefined && { label }),
    ...(replacesId !== undefined && { replaces_id: replacesId }),
  };
  if (Object.keys(changes).length > 0) await trx('points').where({ id }).update(changes);
}

/** Ends whatever of a point holds at an instant or begins after it; what has not begun by then goes. */
export async function endVersions(trx: Knex, pointId: number, at: Date): Promise<void> {
  await trx.raw('delete from point_versions where point_id = :pointId and lower(period) >= :at', {
    pointId,
    at,
  });
  await trx.raw(
    `update point_versions set period = tstzrange(lower(period), :at)
     where point_id = :pointId and period @> cast(:at as timestamptz)`,
    { pointId, at },
  );
}

/** Sets the end of the version that holds an instant; null takes it away. */
export async function moveEnd(trx: Knex, pointId: number, at: Date, to: Date | null): Promise<void> {
  await trx.raw(
    `update point_versions set period = tstzrange(lower(period), cast(:to as timestamptz))
     where point_id = :pointId and period @> cast(:at as timestamptz)`,
    { pointId, at, to },
  );
}

/** For a point by which nothing was ever judged. */
export async function deletePoint(trx: Knex, id: number): Promise<void> {
  await trx('points').where({ id }).delete();
}
