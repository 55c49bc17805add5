import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { raiseRevision } from '../database/revision.ts';
import { violatedConstraint } from '../database/violation.ts';
import { Conflict, Forbidden, InvalidInput } from '../http/problem.ts';
import { usualRadiusMetres } from './kinds.ts';
import type { Point, PointInput, PointPatch, Version } from './point.ts';
import { getPoint, positionsInside, versionAt } from './queries.ts';
import {
  deletePoint,
  endVersions,
  insertPoints,
  insertVersions,
  lockPoint,
  moveEnd,
  updatePoint,
} from './store.ts';

type Period = { from: Date; to: Date | null };

/** Enters a point; its periods may lie in the past, for what a register lacked was there all the same. */
export async function createPoint(db: Knex, scope: Scope, input: PointInput, now: Date): Promise<Point> {
  const { geometry, properties } = input;
  const position = geometry.coordinates;
  const periods = periodsOf(properties, now);
  await requireInside(db, scope, position);
  if (properties.replaces !== undefined) await getPoint(db, scope, properties.replaces);
  const { label, kind, weight, key } = properties;
  const radiusMetres = properties.radiusMetres ?? usualRadiusMetres[kind];
  const versions = periods.map((period) => ({ kind, weight, key, radiusMetres, position, ...period }));
  const [id = 0] = await db.transaction(async (trx) => {
    await inTurn(trx);
    return insertPoints(trx, [{ label, replacesId: properties.replaces ?? null, versions }]);
  });
  return getPoint(db, scope, id);
}

/** Changes a point from an instant on, now where none is given; what was judged by it before stays as it was. */
export async function changePoint(
  db: Knex,
  scope: Scope,
  id: number,
  { geometry, properties = {} }: PointPatch,
  now: Date,
): Promise<Point> {
  await getPoint(db, scope, id);
  if (geometry) await requireInside(db, scope, geometry.coordinates);
  if (properties.replaces === id) throw replacesItself();
  if (properties.replaces) await getPoint(db, scope, properties.replaces);
  await db.transaction(async (trx) => {
    await inTurn(trx);
    await lockPoint(trx, id);
    await updatePoint(trx, id, { label: properties.label, replacesId: properties.replaces });
    await changeVersions(trx, id, { geometry, properties }, now);
    if (properties.periods) await addPeriods(trx, id, properties.periods, now);
  });
  return getPoint(db, scope, id);
}

/** Ends a point now; one that has not begun, so that nothing was judged by it, is deleted. */
export async function removePoint(db: Knex, scope: Scope, id: number, now: Date): Promise<void> {
  const { properties } = await getPoint(db, scope, id);
  await db.transaction(async (trx) => {
    await inTurn(trx);
    await lockPoint(trx, id);
    if (properties.periods.every(({ from }) => new Date(from) >= now)) await deletePoint(trx, id);
    else await endVersions(trx, id, now);
  });
}

async function changeVersions(
  trx: Knex,
  id: number,
  { geometry, properties = {} }: PointPatch,
  now: Date,
): Promise<void> {
  const { kind, weight, key, radiusMetres, from = now, to } = properties;
  requireNotPast(from, now, 'properties.from');
  const current = await versionAt(trx, id, from);
  if (!current) return;
  const isChanged = [geometry, kind, weight, key, radiusMetres].some((value) => value !== undefined);
  if (!isChanged) {
    if (to === undefined) return;
    if (to) requireNotPast(to, now, 'properties.to');
    const at = laterOf(current.from, from);
    if (to && to <= current.from) throw reversed('properties.to');
    await refusingOverlaps(() => moveEnd(trx, id, at, to));
    return;
  }
  const begun = laterOf(current.from, from);
  const end = to === undefined ? current.to : to;
  if (end && end <= begun) throw reversed('properties.to');
  const next: Version = {
    kind: kind ?? current.kind,
    weight: weight ?? current.weight,
    key: key ?? current.key,
    radiusMetres: radiusMetres ?? current.radiusMetres,
    position: geometry?.coordinates ?? current.position,
    from: begun,
    to: end,
  };
  const later = await laterVersions(trx, id, current);
  await endVersions(trx, id, begun);
  await refusingOverlaps(() =>
    insertVersions(trx, [
      { ...next, pointId: id },
      // Periods to come, as those of the next summers, take part in the change.
      ...later.map((one) => ({ ...next, from: one.from, to: one.to, pointId: id })),
    ]),
  );
}

async function laterVersions(trx: Knex, id: number, current: Version): Promise<Version[]> {
  const later: Version[] = [];
  let last = current;
  while (last.to) {
    const next = await versionAt(trx, id, last.to);
    if (!next) break;
    later.push(next);
    last = next;
  }
  return later;
}

async function addPeriods(
  trx: Knex,
  id: number,
  periods: readonly { from: Date; to?: Date | null | undefined }[],
  now: Date,
): Promise<void> {
  const model = await versionAt(trx, id, now);
  if (!model) return;
  const added = periods.map(({ from, to = null }, index) => {
    requireNotPast(from, now, `properties.periods.${index}.from`);
    if (to && to <= from) throw reversed(`properties.periods.${index}.to`);
    return { ...model, pointId: id, from, to };
  });
  await refusingOverlaps(() => insertVersions(trx, added));
}

const laterOf = (a: Date, b: Date) => new Date(Math.max(a.getTime(), b.getTime()));

/** The periods of a new point, in order; throws where one is reversed or two overlap. */
function periodsOf(
  given: {
    from?: Date | undefined;
    to?: Date | null | undefined;
    periods?: readonly { from: Date; to?: Date | null | undefined }[] | undefined;
  },
  now: Date,
): Period[] {
  const { from = now, to = null, periods } = given;
  if (periods && (given.from || given.to)) throw twice();
  const sorted = (periods ?? [{ from, to }])
    .map((one): Period => ({ from: one.from, to: one.to ?? null }))
    .sort((a, b) => a.from.getTime() - b.from.getTime());
  sorted.forEach((one, index) => {
    if (one.to && one.to <= one.from) throw reversed('properties.to');
    const before = sorted[index - 1];
    if (before && (before.to === null || before.to > one.from)) throw overlapping();
  });
  return sorted;
}

/**
 * Points are written one transaction after the other, so that versions are numbered in the order in which they are seen:
 * what was measured up to one was measured for all before it.
 */
function inTurn(trx: Knex): Promise<void> {
  return raiseRevision(trx, 'points');
}

async function requireInside(db: Knex, scope: Scope, position: readonly [number, number]): Promise<void> {
  if ((await positionsInside(db, scope, [position])).size > 0) return;
  throw new Forbidden(
    'outside-your-areas',
    'The position lies outside of your areas.',
    '该位置不在您的辖区内。',
  );
}

/** Whoever fills a form to the minute means the one that runs. */
function requireNotPast(at: Date, now: Date, path: string): void {
  if (at.getTime() >= now.getTime() - 60_000) return;
  const english = 'A point changes or ends now or later: what was judged by it is not rewritten.';
  throw new InvalidInput(
    'point-history',
    english,
    '走访点只能从现在或以后起变更、终止，过去的记录不会改写。',
    [{ path, reason: english }],
  );
}

async function refusingOverlaps(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (violatedConstraint(error) === 'point_versions_once') throw overlapping();
    throw error;
  }
}

function overlapping(): Conflict {
  return new Conflict(
    'point-periods-overlap',
    'Two periods of this point overlap; end one where the other begins.',
    '该走访点的两个时段重叠；请使前一时段在后一时段开始时结束。',
  );
}

function reversed(path: string): InvalidInput {
  const english = 'A point ends after it begins.';
  return new InvalidInput('wrong-period', english, '走访点的结束时间必须晚于开始时间。', [
    { path, reason: english },
  ]);
}

function twice(): InvalidInput {
  const english = 'Give either periods, or from and to.';
  return new InvalidInput('wrong-period', english, 'periods 与 from、to 只能给出一种。', [
    { path: 'properties.periods', reason: english },
  ]);
}

function replacesItself(): InvalidInput {
  const english = 'A point cannot stand for itself.';
  return new InvalidInput('replaces-itself', english, '走访点不能替代自身。', [
    { path: 'properties.replaces', reason: english },
  ]);
}
