import type { Knex } from 'knex';
import type { LonLat } from '../../server/geo/position.ts';

/** A rectangle as a closed ring, counter-clockwise. */
export function box(west: number, south: number, east: number, north: number): LonLat[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

/** An area as it is stored, with rings as given. */
export async function makeArea(
  db: Knex,
  {
    kind = 'district',
    code = null,
    name = kind,
    parentId = null,
    rings,
  }: { kind?: string; code?: string | null; name?: string; parentId?: number | null; rings: LonLat[][] },
): Promise<number> {
  const { rows } = await db.raw(
    `insert into areas (kind, code, name, parent_id, geometry, interior_point, area_square_metres)
     select :kind, :code, :name, :parentId, st_multi(g), st_pointonsurface(g), st_area(g::geography)
     from (select st_setsrid(st_geomfromgeojson(:outline::text), 4326) as g) sent returning id`,
    { kind, code, name, parentId, outline: JSON.stringify({ type: 'Polygon', coordinates: rings }) },
  );
  await db('revisions').where({ name: 'areas' }).increment('revision');
  return rows[0].id;
}
