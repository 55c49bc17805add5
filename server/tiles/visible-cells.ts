import type { Knex } from 'knex';
import { cellCondition, type Scope } from '../access/scope.ts';
import { remembered } from '../plans/remembered.ts';

/** Ids of a plan's cells that a scope covers; undefined where it covers all. Remembered for a few scopes. */
export async function visibleCells(
  db: Knex,
  scope: Scope,
  plan: { id: number; revision: number },
): Promise<ReadonlySet<number> | undefined> {
  if (scope.everywhere) return undefined;
  const areas = await db('revisions').where({ name: 'areas' }).first('revision');
  const key = [plan.id, plan.revision, areas.revision, scope.grantedIds.join(), scope.territoryIds.join()];
  return remember(db, key.join(':'));
}

const remember = remembered(32, async (db: Knex, key: string): Promise<ReadonlySet<number>> => {
  const [planId, , , grantedIds = '', territoryIds = ''] = key.split(':');
  const ids = (list: string) => list.split(',').filter(Boolean).map(Number);
  const scope = { grantedIds: ids(grantedIds), territoryIds: ids(territoryIds) };
  const { sql, bindings } = cellCondition(
    { ...nothing, ...scope },
    'cells.interior_point',
    'plan_cells.owner_area_id',
  );
  const { rows } = await db.raw(
    `select cells.id from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = :planId and ${sql}`,
    { ...bindings, planId: Number(planId) },
  );
  return new Set(rows.map(({ id }: { id: number }) => id));
});

const nothing: Scope = {
  everywhere: false,
  grantedIds: [],
  territoryIds: [],
  areaIds: [],
  includesDistrict: false,
  ownPersonId: null,
};
