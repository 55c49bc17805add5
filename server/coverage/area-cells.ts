import type { Knex } from 'knex';
import { z } from 'zod';
import { coversArea, type Scope } from '../access/scope.ts';
import { remembered } from '../plans/remembered.ts';
import { coveredCells, landOf } from './land.ts';

/** Which cells of a plan lie in which station or township: what a share of obligations met is counted over. */
export const areaCells = z.object({
  areas: z.array(
    z.object({
      area: z.int(),
      kind: z.enum(['station', 'township']),
      cells: z.array(z.int()),
    }),
  ),
});
export type AreaCells = z.output<typeof areaCells>;

/** The stations and townships that the scope covers, each with the cells of the plan that it covers. */
export async function areaCellsOf(
  db: Knex,
  scope: Scope,
  { id, revision }: { id: number; revision: number },
): Promise<AreaCells> {
  const areasRevision = await db('revisions').where({ name: 'areas' }).first('revision');
  const { areas } = await readAreaCells(db, `${id} ${revision} ${areasRevision.revision}`);
  const visible = await coveredCells(db, await landOf(db, id), scope);
  return {
    areas: areas.flatMap(({ area, kind, cells }) => {
      if (!coversArea(scope, area)) return [];
      const shown = visible ? cells.filter((cell) => visible.has(cell)) : cells;
      return shown.length > 0 ? [{ area, kind, cells: shown }] : [];
    }),
  };
}

const readAreaCells = remembered(8, async (db: Knex, key: string): Promise<AreaCells> => {
  const { rows } = await db.raw(
    `with recursive held as (
       select plan_cells.cell_id, plan_cells.owner_area_id, cells.interior_point
       from plan_cells join cells on cells.id = plan_cells.cell_id where plan_cells.plan_id = :planId
     ), above as (
       select distinct owner_area_id as owner, owner_area_id as id from held where owner_area_id is not null
       union select above.owner, areas.parent_id from above join areas on areas.id = above.id
       where areas.parent_id is not null
     ), inside as (
       select above.id as area, held.cell_id from held join above on above.owner = held.owner_area_id
       union select area.id, held.cell_id from areas area join held on st_covers(area.geometry, held.interior_point)
       where area.kind in ('station', 'township')
     )
     select areas.id as area, areas.kind, json_agg(inside.cell_id order by inside.cell_id) as cells
     from inside join areas on areas.id = inside.area where areas.kind in ('station', 'township')
     group by areas.id order by areas.id`,
    { planId: Number(key.split(' ')[0]) },
  );
  return { areas: rows };
});
