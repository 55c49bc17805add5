import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { AreaChange, AreaFeature, NewArea } from './area.ts';
import { refuseDependents } from './dependents.ts';
import { parseOutline } from './outline.ts';
import { getArea } from './queries.ts';
import { refuseOwnGrant, requireChildren, requireInside, requireParent } from './reach.ts';
import { deleteArea, insertArea, updateArea } from './store.ts';

/** Creates an area inside the caller's scope. */
export async function createArea(db: Knex, scope: Scope, input: NewArea): Promise<AreaFeature> {
  const { properties } = input;
  return db.transaction(async (trx) => {
    const outline = await parseOutline(trx, input.geometry);
    if (properties.parentId) await requireParent(trx, scope, properties, properties.parentId);
    const id = await insertArea(trx, properties, outline);
    await requireInside(trx, scope, id);
    return getArea(trx, withArea(scope, id), id);
  });
}

/** Changes what the input names of an area that the scope covers; the result must still lie in the scope. */
export async function changeArea(
  db: Knex,
  scope: Scope,
  id: number,
  input: AreaChange,
): Promise<AreaFeature> {
  const { properties = {}, geometry } = input;
  return db.transaction(async (trx) => {
    await lockAreas(trx);
    const { properties: before } = await getArea(trx, scope, id);
    const kind = properties.kind ?? before.kind;
    const parentId = properties.parentId === undefined ? before.parentId : properties.parentId;
    const outline = geometry === undefined ? undefined : await parseOutline(trx, geometry);
    const isMoved = outline !== undefined || parentId !== before.parentId;
    if (isMoved) await refuseOwnGrant(trx, scope, id);
    if (parentId !== null && (parentId !== before.parentId || kind !== before.kind))
      await requireParent(trx, scope, { id, kind }, parentId);
    if (kind !== before.kind) await requireChildren(trx, id, kind);
    await updateArea(trx, id, properties, outline);
    if (isMoved) await requireInside(trx, scope, id);
    return getArea(trx, scope, id);
  });
}

/** Deletes an area that nothing refers to. */
export async function removeArea(db: Knex, scope: Scope, id: number): Promise<void> {
  await db.transaction(async (trx) => {
    await getArea(trx, scope, id);
    await refuseOwnGrant(trx, scope, id);
    // Whoever refers to the area takes a share lock on its row, so nothing can be added between count and delete.
    await trx('areas').where({ id }).forUpdate().first('id');
    await refuseDependents(trx, id);
    await deleteArea(trx, id);
  });
}

/** Two changes of parents at once could close a cycle that neither sees. */
async function lockAreas(db: Knex): Promise<void> {
  await db.raw(`select from revisions where name = 'areas' for update`);
}

function withArea(scope: Scope, id: number): Scope {
  return { ...scope, areaIds: [...scope.areaIds, id] };
}
