import type { Knex } from 'knex';
import { type FlatPolygon, polygonsOfWkb, wkbOfPolygons } from '../../geo/wkb.ts';
import { InvalidInput } from '../../http/problem.ts';
import { ownerKinds } from '../generate/read-territories.ts';

/**
 * The area whose land a drawn outline takes: the given one, else the smallest village, community or forest area that
 * holds most of it, else the plan's scope; its outline is clipped to the drawing. Undefined for a plan of no scope.
 */
export async function ownerOfDrawing(
  trx: Knex,
  plan: { scopeAreaId: number | null },
  drawn: readonly FlatPolygon[],
  ownerAreaId: number | undefined,
): Promise<{ areaId: number; polygons: FlatPolygon[] } | undefined> {
  const { rows } = await trx.raw(
    `with drawn as (select st_makevalid(st_setsrid(st_geomfromwkb(:wkb), 4326)) as shape)
     select area.id, st_asbinary(st_collectionextract(st_clipbybox2d(area.geometry, st_expand(drawn.shape, 0.001)), 3)) as wkb
     from drawn join areas area on area.geometry && drawn.shape
     left join areas scope on scope.id = :scopeAreaId
     where case when :ownerAreaId::bigint is not null then area.id = :ownerAreaId
       else area.id = scope.id or (scope.id is not null and area.kind = any(:kinds)
         and st_covers(scope.geometry, area.interior_point)) end
     order by area.id = scope.id, round((st_area(st_intersection(area.geometry, drawn.shape)) / st_area(drawn.shape))::numeric, 2) desc,
       area.area_square_metres, area.id limit 1`,
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
  throw new InvalidInput(
    'outside-scope',
    "The outline lies outside of the plan's scope, or of the area that it is to belong to.",
    '所画范围在方案范围或所选辖区之外。',
    [{ path: 'polygon', reason: 'outside' }],
  );
}
