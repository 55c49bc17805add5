import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { KnownPlace } from './known-places.ts';

/** The areas that the scope covers, by id. */
export async function placeAreas(db: Knex, scope: Scope): Promise<(KnownPlace & { id: number })[]> {
  const { rows } = await db.raw(
    `select id, code, name, array[round(st_x(interior_point)::numeric, 7)::float8,
       round(st_y(interior_point)::numeric, 7)::float8] as position
     from areas where cast(:everywhere as boolean) or id = any(:areaIds) order by id`,
    { everywhere: scope.everywhere, areaIds: scope.areaIds },
  );
  return rows;
}
