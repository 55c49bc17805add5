import type { Knex } from 'knex';
import { type FlatPolygon, polygonsOfWkb, wkbOfPolygons } from '../../geo/wkb.ts';
import { thickParts } from './tolerance.ts';

export type Strays = {
  /** Land of the scope without a cell. */
  gaps: FlatPolygon[];
  /** Land of cells outside of the scope. */
  outside: FlatPolygon[];
};

/** Compares what the cells cover with the scope: holes are gaps where the scope holds them, however small they are. */
export async function againstScope(
  db: Knex,
  scopeAreaId: number,
  union: readonly FlatPolygon[],
  holes: readonly FlatPolygon[],
): Promise<Strays> {
  const { rows } = await db.raw(
    `with scope as materialized (select geometry as shape from areas where id = :scopeAreaId),
     covered as materialized (
       select st_setsrid(st_geomfromwkb(wkb), 4326) as shape from unnest(:union::bytea[]) as given(wkb)
     ), hole as materialized (
       select st_setsrid(st_geomfromwkb(wkb), 4326) as shape from unnest(:holes::bytea[]) as given(wkb)
     ), cells as materialized (select st_collect(shape) as shape from covered),
     filled as materialized (select st_unaryunion(st_collect(st_makepolygon(st_exteriorring(shape)))) as shape from covered),
     found as (
       select 'gap' as kind, ${thickParts('st_difference(scope.shape, filled.shape)')} as shape
       from scope, filled where filled.shape is not null
       union all
       select 'gap', scope.shape from scope, filled where filled.shape is null
       union all
       select 'gap', case when st_covers(scope.shape, hole.shape) then hole.shape
         else ${thickParts('st_intersection(hole.shape, scope.shape)')} end from scope, hole
       union all
       select 'outside', ${thickParts('st_difference(cells.shape, scope.shape)')}
       from scope, cells where cells.shape is not null
     )
     select kind, st_asbinary(part.geom) as wkb
     from found cross join lateral st_dump(found.shape) part where not st_isempty(part.geom)
     order by kind, st_xmin(part.geom), st_ymin(part.geom)`,
    {
      scopeAreaId,
      union: union.map((polygon) => wkbOfPolygons([polygon])),
      holes: holes.map((polygon) => wkbOfPolygons([polygon])),
    },
  );
  const pieces = (wanted: string) =>
    rows.flatMap(({ kind, wkb }: { kind: string; wkb: Buffer }) =>
      kind === wanted ? polygonsOfWkb(wkb) : [],
    );
  return { gaps: pieces('gap'), outside: pieces('outside') };
}
