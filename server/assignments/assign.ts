import type { Knex } from 'knex';
import { coversArea, type Scope } from '../access/scope.ts';
import { violatedConstraint } from '../database/violation.ts';
import { refuseBackwards } from '../http/period.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '../http/problem.ts';
import { timeTextOf } from '../http/time.ts';
import { refuseAfterLeaving, refuseBeforeJoining } from '../people/leave.ts';
import { getPeople } from '../people/queries.ts';
import { stationNotFound } from '../people/register.ts';
import { lockPeople } from '../people/store.ts';
import type { Assignment, Wanted } from './assignment.ts';
import { cellsAt, enteredBy, listAssignments, overlapping } from './list.ts';
import { periodTexts } from './refusal.ts';
import { deleteAssignment, insertAssignments, insertChange, setAssignmentEnd } from './store.ts';

/**
 * Assigns everybody to every place in one transaction, or nobody. The people are held while it runs: of two chiefs
 * who assign the same person at the same moment, the second is told what the first entered.
 */
export async function assign(db: Knex, scope: Scope, timeZone: string, wanted: Wanted): Promise<number[]> {
  refuseBackwards(wanted.from, wanted.to);
  return tellingOverlaps(db, timeZone, wanted, () =>
    db.transaction(async (trx) => {
      await lockPeople(trx, wanted.personIds);
      const people = await getPeople(trx, scope, wanted.personIds);
      refuseBeforeJoining(people, wanted.from, timeZone);
      refuseAfterLeaving(people, wanted, timeZone);
      await refuseForeignAreas(trx, scope, wanted.areaIds);
      await refuseWrongCells(trx, scope, wanted);
      const { accountId } = wanted;
      const change =
        accountId === undefined
          ? null
          : await insertChange(trx, { accountId, kind: 'assign', ended: [], withdrawn: [] });
      return insertAssignments(trx, wanted, change);
    }),
  );
}

/** Ends an assignment at another time, or leaves it open. */
export async function changeAssignmentEnd(
  db: Knex,
  scope: Scope,
  timeZone: string,
  id: number,
  to: Date | null,
): Promise<Assignment> {
  const { personId, cellId, areaId, role, from, to: formerTo } = await getAssignment(db, scope, id);
  refuseBackwards(from, to);
  const wanted = { personIds: [personId], cellIds: cellId ? [cellId] : [], areaIds: areaId ? [areaId] : [] };
  await tellingOverlaps(
    db,
    timeZone,
    { ...wanted, role, from, to },
    () =>
      db.transaction(async (trx) => {
        await lockPeople(trx, [personId]);
        await refuseUnchangeable(trx, scope, id);
        refuseAfterLeaving(await getPeople(trx, scope, [personId]), { from, to }, timeZone);
        const goesOn = formerTo !== null && (to === null || to > formerTo);
        if (goesOn) await refuseWrongCells(trx, scope, { cellIds: wanted.cellIds, from: formerTo, to });
        await setAssignmentEnd(trx, id, to);
      }),
    id,
  );
  return getAssignment(db, scope, id);
}

/** Takes back an assignment that has not begun; what has begun is history and can only end. */
export async function withdrawAssignment(db: Knex, scope: Scope, id: number): Promise<void> {
  await db.transaction(async (trx) => {
    const { from } = await getAssignment(trx, scope, id);
    await refuseUnchangeable(trx, scope, id);
    if (from <= new Date())
      throw new Conflict(
        'assignment-begun',
        'This assignment has begun; end it instead, so that its time is kept.',
        '该包片已经开始，请改为结束，以保留历史。',
      );
    await deleteAssignment(trx, id);
  });
}

export async function getAssignment(db: Knex, scope: Scope, id: number): Promise<Assignment> {
  const [found] = await listAssignments(db, scope, { id }, { limit: 1, reach: 'either' });
  if (found) return found;
  throw new NotFound(
    'assignment-not-found',
    `There is no assignment ${id} in your area.`,
    `您的辖区内没有包片 ${id}。`,
  );
}

async function refuseUnchangeable(db: Knex, scope: Scope, id: number): Promise<void> {
  const [found] = await listAssignments(db, scope, { id }, { limit: 1, reach: 'both' });
  if (found) return;
  throw new Forbidden(
    'assignment-of-another-area',
    'Its person or its place belongs to another area; only who covers both can change it.',
    '该包片的人员或地点属于其他辖区，只有同时管辖两者的人可以修改。',
  );
}

async function refuseForeignAreas(db: Knex, scope: Scope, areaIds: readonly number[]): Promise<void> {
  const foreign = areaIds.find((id) => !coversArea(scope, id));
  if (foreign !== undefined) throw stationNotFound(foreign);
  const found = new Set(
    await db('areas')
      .whereIn('id', [...areaIds])
      .pluck('id'),
  );
  const missing = areaIds.find((id) => !found.has(id));
  if (missing !== undefined) throw stationNotFound(missing);
}

async function refuseWrongCells(
  db: Knex,
  scope: Scope,
  { cellIds, from, to }: Pick<Wanted, 'cellIds' | 'from' | 'to'>,
): Promise<void> {
  if (cellIds.length === 0) return;
  const cells = new Map((await cellsAt(db, scope, cellIds, { from, to })).map((cell) => [cell.id, cell]));
  const foreign = cellIds.find((id) => !cells.get(id)?.isCovered);
  if (foreign !== undefined)
    throw new NotFound(
      'cell-not-found',
      `There is no cell ${foreign} in your area.`,
      `您的辖区内没有网格 ${foreign}。`,
    );
  const retired = cellIds.filter((id) => !cells.get(id)?.isInForce);
  if (retired.length === 0) return;
  throw new InvalidInput(
    'cell-not-in-force',
    `No published plan holds cell ${retired.join(', ')} at that time: publish its plan first, or choose a cell of the plan in force.`,
    `该时段没有已发布的方案包含网格 ${retired.join('、')}：请先发布其方案，或选择现行方案中的网格。`,
    retired.map((id) => ({ path: 'cellId', reason: `cell ${id} is in no published plan then` })),
  );
}

/** Turns what the exclusion constraints refuse into a sentence that names the overlapping assignments. */
async function tellingOverlaps<T>(
  db: Knex,
  timeZone: string,
  wanted: Wanted,
  work: () => Promise<T>,
  except?: number,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!violatedConstraint(error)?.startsWith('assignments_')) throw error;
    const found = (await overlapping(db, wanted)).filter(({ id }) => id !== except);
    throw overlap(found, await enteredBy(db, found[0]?.id), timeTextOf(timeZone));
  }
}

function overlap(found: readonly Assignment[], by: string | null, timeText: (at: Date) => string): Conflict {
  const [first] = found;
  const who = first ? `${first.person.name} (${first.person.number})` : 'The person';
  const where = first?.place.name || first?.place.code || 'this place';
  const [english, chinese] = first ? periodTexts(first, timeText) : ['', ''];
  const conflicts = found.map(({ id, personId, cellId, areaId, role, from, to }) => ({
    id,
    personId,
    cellId,
    areaId,
    role,
    from,
    to,
  }));
  return new Conflict(
    'assignment-overlaps',
    `${who} already has this role in ${where} at that time (${english}${by ? `; entered by ${by}` : ''}); end that assignment first.`,
    `${who}在该时段已承担${where}的同一角色（${chinese}${by ? `；由${by}录入` : ''}），请先结束该包片。`,
    { conflicts },
  );
}
