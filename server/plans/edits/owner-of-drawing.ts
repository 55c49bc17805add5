import type { Knex } from 'knex';
import { coversArea, type Scope } from '../../access/scope.ts';
import { type FlatPolygon, polygonsOfWkb, wkbOfPolygons } from '../../geo/wkb.ts';
import { InvalidInput } from '../../http/problem.ts';
import { ownerKinds } from '../generate/read-territories.ts';

/**
 * The area whose land a drawn outline takes, and what of the outline lies in it: the given one, else the smallest village,
 * community or forest area that holds most of it, else the plan's scope. Undefined for a plan of no scope.
 */
export async function ownerOfDrawing(
  trx: Knex,
  scope: Scope,
  plan: { scopeAreaId: number | null },
  drawn: readonly FlatPolygon[],
  ownerAreaId: number | undefined,
): Promise<{ areaId: number; polygons: FlatPolygon[] } | undefined> {
  if (ownerAreaId !== undefined && !coversArea(scope, ownerAreaId)) throw notThere();
  const { rows } = await trx.raw(
    `with drawn as materialized (select st_makevalid(st_setsrid(st_geomfromwkb(:wkb), 4326)) as shape),
     near as (
       select area.id, area.area_square_metres as size, area.id is not distinct from :scopeAreaId::bigint as "isScope",
         st_collectionextract(st_intersection(area.geometry, drawn.shape), 3) as inside
       from drawn join areas area on area.geometry && drawn.shape
       left join areas scope on scope.id = :scopeAreaId
       where st_area(drawn.shape) > 0 and case when :ownerAreaId::bigint is not null then area.id = :ownerAreaId
         else area.id = scope.id or (scope.id is not null and area.kind = any(:kinds)
           and st_covers(scope.geometry, area.interior_point)) end
     )
     select id, st_asbinary(inside) as wkb from near cross join drawn where not st_isempty(inside)
     order by "isScope", round((st_area(inside) / st_area(drawn.shape))::numeric, 2) desc, size, id limit 1`,
    {
      wkb: wkbOfPolygons(drawn),
      scopeAreaId: plan.scopeAreaId,
      ownerAreaId: ownerAreaId ?? null,
      kinds: [...ownerKinds],
    },
  );
  const [found] = rows;
  if (found) return { areaId: found.id, polygons: polygonsOfWkb(found.wkb) };
  if (plan.scopeAreaId === null && ownerAreaId === undefined) return undefined;
  throw notThere();
}

function notThere(): InvalidInput {
  return new InvalidInput(
    'outside-scope',
    "The outline holds no land of the plan's scope, or of the area that it is to belong to.",
    '所画范围内没有方案范围或所选辖区的土地。',
    [{ path: 'polygon', reason: 'outside' }],
  );
}
