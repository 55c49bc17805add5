import type { Knex } from 'knex';
import { lookbackOfRule } from '../rules/lookback-column.ts';
import type { RoadLine } from './roads.ts';

/** A point as it was for a time. Epoch ms; `to` is Infinity while it has no end. */
export type PointVersion = {
  id: number;
  pointId: number;
  replacesId: number | null;
  label: string;
  kind: string;
  weight: number;
  isKey: boolean;
  radiusMetres: number;
  lonE7: number;
  latE7: number;
  from: number;
  to: number;
};

/** How often points were changed. */
export async function pointsRevision(db: Knex): Promise<number> {
  const row = await db('revisions').where({ name: 'points' }).first('revision');
  return Number(row.revision);
}

/** All points, by version. */
export async function allVersions(db: Knex): Promise<PointVersion[]> {
  const { rows } = await db.raw(
    `select coalesce(json_agg(json_build_object('id', version.id, 'pointId', point.id, 'replacesId', point.replaces_id,
       'label', point.label, 'kind', version.kind, 'weight', version.weight, 'isKey', version.is_key,
       'radiusMetres', version.radius_metres, 'lonE7', round(st_x(version.position) * 1e7),
       'latE7', round(st_y(version.position) * 1e7), 'from', extract(epoch from lower(period)) * 1000,
       'to', extract(epoch from upper(period)) * 1000) order by version.id), '[]') as versions
     from point_versions version join points point on point.id = version.point_id`,
  );
  return rows[0].versions.map((version: Omit<PointVersion, 'to'> & { to: number | null }) => ({
    ...version,
    to: version.to ?? Number.POSITIVE_INFINITY,
  }));
}

/** Which cell of a plan holds each version of a point: one that lies on a border is in one of them alone. */
export async function cellsOfVersions(db: Knex, planId: number): Promise<Map<number, number>> {
  const { rows } = await db.raw(
    `select coalesce(json_agg(json_build_array(version_id, cell_id)), '[]') as found from (
       select version.id as version_id, min(plan_cell.cell_id) as cell_id
       from point_versions version
       join cells cell on cell.geometry && version.position
       join plan_cells plan_cell on plan_cell.cell_id = cell.id and plan_cell.plan_id = :planId
       where st_covers(coalesce(plan_cell.geometry, cell.geometry), version.position)
       group by version.id) located`,
    { planId },
  );
  return new Map(rows[0].found);
}

/** The layers that hold lines. */
export async function lineLayers(db: Knex): Promise<number[]> {
  const ids: number[] = await db('layers').where({ kind: 'lines' }).orderBy('id').pluck('id');
  return ids.map(Number);
}

/** The roads of layers, in order: lines that are not said to be a river or a railway. */
export async function roadLines(db: Knex, layerIds: readonly number[]): Promise<RoadLine[]> {
  const { rows } = await db.raw(
    `select layer_id as "layerId", index as feature, st_asgeojson((st_dump(geometry)).geom, 7)::json -> 'coordinates' as line
     from layer_features where layer_id = any(:layerIds)
       and (class is null or class not like 'waterway=%' and class not like 'railway=%')
     order by layer_id, index`,
    { layerIds: [...layerIds] },
  );
  return rows;
}

/**
 * Whether rules in force at an instant ask for points, roads and squares, and since when what was there may matter to one
 * of them, in epoch ms.
 */
export async function askedFor(
  db: Knex,
  at: Date,
): Promise<{ points: boolean; roads: boolean; squares: boolean; since: number }> {
  const { rows } = await db.raw(
    `select coalesce(bool_or(requires ->> 'measure' = 'points' or requires ->> 'at' = 'points'), false) as points,
       coalesce(bool_or(requires ->> 'measure' = 'corridor'), false) as roads,
       coalesce(bool_or(requires ->> 'measure' = 'squares'), false) as squares,
       extract(epoch from greatest(min(lower(period) - ${lookbackOfRule}),
         coalesce((select min(day) from visit_days), current_date)))::float8 * 1000 as since
     from rules where kind = 'patrol' and period @> cast(:at as timestamptz)`,
    { at },
  );
  return rows[0];
}

/** Whether any rule asks or ever asked for squares: what was is still judged by it. */
export async function wereSquaresAsked(db: Knex): Promise<boolean> {
  const { rows } = await db.raw(
    `select exists (select from rules where kind = 'patrol' and requires ->> 'measure' = 'squares') as "wereAsked"`,
  );
  return rows[0].wereAsked;
}
