import type { Knex } from 'knex';
import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import type { Bounds } from '../geo/position.ts';
import { cutPage, decodeCursor } from '../http/parse.ts';
import { NotFound } from '../http/problem.ts';
import type { PointKind } from './kinds.ts';
import type { Point, PointList, Version } from './point.ts';

export type PointFilter = {
  id?: number | undefined;
  at?: Date | undefined;
  kind?: PointKind | undefined;
  key?: boolean | undefined;
  q?: string | undefined;
  bbox?: Bounds | undefined;
  limit: number;
  cursor?: string | undefined;
};

/** What lies inside of a granted area, as a condition on a position; written into the statement, so pass a literal. */
function insideScope(scope: Scope, position: string): { sql: string; bindings: Record<string, unknown> } {
  if (scope.everywhere) return { sql: 'true', bindings: {} };
  return {
    sql: `exists (select from areas scope_area where scope_area.id = any(:scopeGrantedIds)
      and st_covers(scope_area.geometry, ${position}))`,
    bindings: { scopeGrantedIds: scope.grantedIds },
  };
}

type Row = Omit<Point['properties'], 'from' | 'to' | 'periods' | 'cell'> & {
  id: number;
  lon: number;
  lat: number;
  from: Date;
  to: Date | null;
  periods: [from: string, to: string | null][];
  cell: Point['properties']['cell'];
  total: number;
};

/**
 * Points inside of the scope, by label, a page at a time: as they are at the instant, or, without one, as they are now or
 * will be next, those that have ended left out.
 */
export async function listPoints(db: Knex, scope: Scope, filter: PointFilter): Promise<PointList> {
  const after = decodeCursor(z.tuple([z.string(), z.int()]), filter.cursor);
  const inside = insideScope(scope, 'version.position');
  const [west, south, east, north] = filter.bbox ?? [-180, -90, 180, 90];
  const { rows } = await db.raw(
    `with found as (
       select distinct on (version.point_id) version.point_id, version.id as version_id
       from point_versions version join points point on point.id = version.point_id
       where (case when cast(:at as timestamptz) is null then not period << tstzrange(now(), null)
           else period @> cast(:at as timestamptz) end)
         and (cast(:id as bigint) is null or point.id = :id)
         and (cast(:kind as text) is null or version.kind = :kind)
         and (cast(:key as boolean) is null or version.is_key = cast(:key as boolean))
         and (cast(:q as text) is null or position(lower(cast(:q as text)) in lower(point.label)) > 0)
         and (not cast(:isBounded as boolean) or version.position && st_makeenvelope(:west, :south, :east, :north, 4326))
         and ${inside.sql}
       order by version.point_id, lower(period)
     )
     select point.id, point.label, point.replaces_id as replaces, version.kind, version.weight, version.is_key as key,
       version.radius_metres as "radiusMetres", st_x(version.position) as lon, st_y(version.position) as lat,
       lower(version.period) as "from", upper(version.period) as "to",
       (select json_agg(json_build_array(lower(other.period), upper(other.period)) order by other.period)
         from point_versions other where other.point_id = point.id) as periods,
       (select json_build_object('id', cell.id, 'code', plan_cell.code, 'name', plan_cell.name)
         from cells cell join plan_cells plan_cell on plan_cell.cell_id = cell.id
         join plans on plans.id = plan_cell.plan_id
         where plans.in_force @> coalesce(cast(:at as timestamptz), now())
           and st_covers(cell.geometry, version.position)
         order by plans.layer desc, plans.id limit 1) as cell,
       (select count(*)::int from found) as total
     from found join points point on point.id = found.point_id
     join point_versions version on version.id = found.version_id
     where cast(:afterId as bigint) is null or (point.label, point.id) > (cast(:afterLabel as text), cast(:afterId as bigint))
     order by point.label, point.id limit :limit + 1`,
    {
      ...inside.bindings,
      at: filter.at ?? null,
      id: filter.id ?? null,
      kind: filter.kind ?? null,
      key: filter.key ?? null,
      q: filter.q ?? null,
      isBounded: filter.bbox !== undefined,
      west,
      south,
      east,
      north,
      afterLabel: after?.[0] ?? null,
      afterId: after?.[1] ?? null,
      limit: filter.limit,
    },
  );
  const { page, next } = cutPage<Row>(rows, filter.limit, ({ label, id }) => [label, id]);
  return { type: 'FeatureCollection', features: page.map(toFeature), total: rows[0]?.total ?? 0, next };
}

/** A point as it is now or will be next; NotFound where it has ended or lies outside of the scope. */
export async function getPoint(db: Knex, scope: Scope, id: number): Promise<Point> {
  const { features } = await listPoints(db, scope, { id, limit: 1 });
  if (features[0]) return features[0];
  throw new NotFound(
    'point-not-found',
    `There is no point ${id} in your areas, or it has ended.`,
    `您的辖区内没有编号为 ${id} 的走访点，或该点已终止。`,
  );
}

/** The version of a point that holds an instant, else the first after it. */
export async function versionAt(
  db: Knex,
  pointId: number,
  at: Date,
): Promise<(Version & { pointId: number }) | undefined> {
  const { rows } = await db.raw(
    `select point_id as "pointId", kind, weight, is_key as key, radius_metres as "radiusMetres",
       json_build_array(st_x(position), st_y(position)) as position, lower(period) as "from", upper(period) as "to"
     from point_versions where point_id = :pointId and not period << tstzrange(:at, null)
     order by period limit 1`,
    { pointId, at },
  );
  return rows[0];
}

/** Which of the positions lie inside of the scope, by their place in the list. */
export async function positionsInside(
  db: Knex,
  scope: Scope,
  positions: readonly (readonly [lon: number, lat: number])[],
): Promise<ReadonlySet<number>> {
  const inside = insideScope(scope, 'st_setsrid(st_makepoint(lon, lat), 4326)');
  const { rows } = await db.raw(
    `select place::int - 1 as index from unnest(cast(:lons as float8[]), cast(:lats as float8[])) with ordinality
       as given (lon, lat, place)
     where ${inside.sql}`,
    { ...inside.bindings, lons: positions.map(([lon]) => lon), lats: positions.map(([, lat]) => lat) },
  );
  return new Set(rows.map(({ index }: { index: number }) => index));
}

/** Ids of the points of these labels that lie or lay inside of the scope, by label; of several the first. */
export async function pointsByLabel(
  db: Knex,
  scope: Scope,
  labels: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const inside = insideScope(scope, 'version.position');
  const { rows } = await db.raw(
    `select point.label, min(point.id) as id from points point
     where point.label = any(:labels) and exists (select from point_versions version
       where version.point_id = point.id and ${inside.sql})
     group by point.label`,
    { ...inside.bindings, labels: [...labels] },
  );
  return new Map(rows.map(({ label, id }: { label: string; id: number | string }) => [label, Number(id)]));
}

function toFeature({ id, lon, lat, from, to, periods, total: _total, ...row }: Row): Point {
  const text = (at: string | null) => (at === null ? null : new Date(at).toISOString());
  return {
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: {
      ...row,
      from: from.toISOString(),
      to: to?.toISOString() ?? null,
      periods: periods.map(([begun, ended]) => ({ from: text(begun) ?? '', to: text(ended) })),
    },
  };
}
