import type { Knex } from 'knex';
import { polygonsOfWkb } from '../../geo/wkb.ts';
import type { Territory } from './territory.ts';

/** The kinds of area that own cells. */
export const ownerKinds = ['village', 'community', 'forest'] as const;

export type Land = {
  scope: Territory;
  /** Villages, communities and forest areas below the scope or with their interior point in it. */
  owners: Territory[];
};

/** Reads a scope and the areas inside it that own cells. */
export async function readLand(db: Knex, scopeAreaId: number): Promise<Land> {
  const { rows } = await db.raw(
    `with recursive below as (
       select id from areas where id = :scopeAreaId
       union select child.id from areas child join below on child.parent_id = below.id
     )
     select area.id, area.kind, area.code, area.name, area.area_square_metres as size, st_asbinary(area.geometry) as wkb
     from areas area join areas scope on scope.id = :scopeAreaId
     where area.id = scope.id or (area.kind = any(:kinds) and area.geometry && scope.geometry
       and (area.id in (select id from below) or st_covers(scope.geometry, area.interior_point)))
     order by area.id`,
    { scopeAreaId, kinds: [...ownerKinds] },
  );
  const areas: Territory[] = rows.map(toTerritory);
  const scope = areas.find(({ areaId }) => areaId === scopeAreaId);
  if (!scope) throw new Error(`area ${scopeAreaId} is a plan's scope and is gone`);
  return { scope, owners: areas.filter(({ areaId }) => areaId !== scopeAreaId) };
}

/** Areas by their ids, for owners of cells that lie in no scope area. */
export async function readTerritories(db: Knex, areaIds: readonly number[]): Promise<Territory[]> {
  const { rows } = await db.raw(
    `select id, kind, code, name, area_square_metres as size, st_asbinary(geometry) as wkb
     from areas where id = any(:areaIds) order by id`,
    { areaIds: [...areaIds] },
  );
  return rows.map(toTerritory);
}

type Row = { id: number; kind: string; code: string | null; name: string; size: number; wkb: Buffer };

function toTerritory({ id, size, wkb, ...rest }: Row): Territory {
  return { ...rest, areaId: id, areaSquareMetres: size, polygons: polygonsOfWkb(wkb) };
}
