import type { Knex } from 'knex';
import { coversArea, type Scope } from '../access/scope.ts';
import { Forbidden, InvalidInput } from '../http/problem.ts';
import { type AreaKind, mayHold } from './area.ts';

/** Throws unless the area (as the transaction sees it) lies inside the scope, or its parent is covered. */
export async function requireInside(db: Knex, scope: Scope, areaId: number): Promise<void> {
  if (scope.everywhere) return;
  const { rows } = await db.raw(
    `select area.parent_id as "parentId", exists (select from areas granted
       where granted.id = any(:granted) and granted.id <> area.id
         and st_covers(granted.geometry, area.interior_point)) as inside
     from areas area where area.id = :areaId`,
    { areaId, granted: scope.grantedIds },
  );
  const { parentId, inside } = rows[0];
  if (inside || (parentId !== null && coversArea(scope, parentId))) return;
  throw new Forbidden(
    'outside-your-areas',
    'The outline lies outside of your areas.',
    '该范围不在您的辖区之内。',
  );
}

/**
 * Throws where the area is one that the caller was granted and no other grant covers it: whoever could change the
 * outline of their own grant could see what they like.
 */
export async function refuseOwnGrant(db: Knex, scope: Scope, areaId: number): Promise<void> {
  if (scope.everywhere || !scope.grantedIds.includes(areaId)) return;
  const { rows } = await db.raw(
    `with recursive ancestors as (
       select parent_id from areas where id = :areaId
       union select area.parent_id from areas area join ancestors on area.id = ancestors.parent_id
     )
     select exists (select from areas granted, areas area
       where area.id = :areaId and granted.id <> :areaId and granted.id = any(:granted)
         and (st_covers(granted.geometry, area.interior_point)
           or granted.id in (select parent_id from ancestors))) as covered`,
    { areaId, granted: scope.grantedIds },
  );
  if (rows[0].covered) return;
  throw new Forbidden(
    'own-grant',
    'This area is the one your own rights rest on; somebody whose rights are wider must change it.',
    '您的权限正以该辖区为界，须由权限更大的人员修改。',
  );
}

/** Throws where the parent is unknown, narrower than its child, or one of its child's descendants. */
export async function requireParent(
  db: Knex,
  scope: Scope,
  child: { id?: number; kind: AreaKind },
  parentId: number,
): Promise<void> {
  const parent = coversArea(scope, parentId) && (await db('areas').where({ id: parentId }).first('kind'));
  if (!parent) throw wrongParent('There is no such area in your areas.', '您的辖区内没有该上级辖区。');
  if (!mayHold(parent.kind, child.kind))
    throw wrongParent(
      `A ${parent.kind} cannot hold a ${child.kind}.`,
      `${parent.kind} 不能作为 ${child.kind} 的上级。`,
    );
  if (child.id !== undefined && (await descendsFrom(db, parentId, child.id)))
    throw wrongParent(
      'The parent is the area itself or lies below it.',
      '上级辖区是该辖区自身或其下级，形成循环。',
    );
}

/** Throws where a new kind no longer fits the children that the area has. */
export async function requireChildren(db: Knex, areaId: number, kind: AreaKind): Promise<void> {
  const children: { kind: AreaKind }[] = await db('areas').where({ parent_id: areaId }).distinct('kind');
  const misfit = children.find((child) => !mayHold(kind, child.kind));
  if (!misfit) return;
  const english = `The area holds areas of the kind ${misfit.kind}, which a ${kind} cannot.`;
  throw new InvalidInput('wrong-kind', english, `该辖区有 ${misfit.kind} 类下级，不能改为 ${kind}。`, [
    { path: 'properties.kind', reason: english },
  ]);
}

async function descendsFrom(db: Knex, areaId: number, ancestorId: number): Promise<boolean> {
  const { rows } = await db.raw(
    `with recursive ancestors as (
       select id, parent_id from areas where id = :areaId
       union select area.id, area.parent_id from areas area join ancestors on area.id = ancestors.parent_id
     )
     select exists (select from ancestors where id = :ancestorId) as found`,
    { areaId, ancestorId },
  );
  return rows[0].found;
}

function wrongParent(english: string, chinese: string): InvalidInput {
  return new InvalidInput('wrong-parent', english, chinese, [
    { path: 'properties.parentId', reason: english },
  ]);
}
