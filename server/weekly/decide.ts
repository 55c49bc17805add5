import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { coversArea, type Scope } from '../access/scope.ts';
import { Conflict, InvalidInput, NotFound } from '../http/problem.ts';
import type { Decision, DecisionChange, NewDecision } from './decision.ts';
import { countOpen, coversPerson, getDecision } from './decision-queries.ts';
import { insertDecision, insertVersion } from './decision-store.ts';
import { begunWeek, weekAt } from './week.ts';

/** More are no plan for a week. */
const mostOpen = 200;

type By = { caller: Caller; scope: Scope; now: number; timeZone: string };

/** Writes a decision on the sheet of an area that the caller commands. */
export async function decide(db: Knex, by: By, given: NewDecision): Promise<Decision> {
  const { caller, scope, now, timeZone } = by;
  const { areaId, personId, week, ...said } = given;
  requireArea(scope, areaId);
  const { monday } = begunWeek(week, now, timeZone);
  await requirePerson(db, scope, personId);
  if ((await countOpen(db, areaId)) >= mostOpen) throw tooManyOpen();
  const accountId = caller.accountId;
  const id = await insertDecision(db, areaId, { ...said, personId, week: monday, state: 'open', accountId });
  return getDecision(db, scope, id);
}

/**
 * Writes a further version of a decision. Conflict where somebody has changed it since it was seen, or where a later
 * sheet has: a sheet of the past stays as it was.
 */
export async function changeDecision(
  db: Knex,
  by: By,
  id: number,
  { version, week, ...said }: DecisionChange,
): Promise<Decision> {
  const { caller, scope, now, timeZone } = by;
  const current = await getDecision(db, scope, id);
  const { monday } = begunWeek(week, now, timeZone);
  if (current.version !== version) throw changedMeanwhile(current);
  if (weekAt(current.week, timeZone).monday > monday) throw changedLater(current);
  if (said.personId !== current.person?.id) await requirePerson(db, scope, said.personId);
  const next = { ...said, week: monday, accountId: caller.accountId };
  const isWritten = await insertVersion(db, id, version + 1, next);
  const written = await getDecision(db, scope, id);
  if (!isWritten) throw changedMeanwhile(written);
  return written;
}

/** NotFound where the scope does not cover the area. */
export function requireArea(scope: Scope, areaId: number): void {
  if (coversArea(scope, areaId)) return;
  throw new NotFound(
    'area-not-found',
    `There is no area ${areaId} in your areas.`,
    `您的辖区内没有编号为 ${areaId} 的辖区。`,
  );
}

async function requirePerson(db: Knex, scope: Scope, personId: number | null): Promise<void> {
  if (personId === null || (await coversPerson(db, scope, personId))) return;
  throw new NotFound(
    'person-not-found',
    `There is no person ${personId} in your areas.`,
    `您的辖区内没有编号为 ${personId} 的人员。`,
  );
}

function changedMeanwhile(current: Decision): Conflict {
  return new Conflict(
    'decision-changed',
    `${current.writtenBy} has changed this decision since you saw it; look at it again, then write yours.`,
    `您查看之后，${current.writtenBy} 已修改了这项决定；请先查看最新内容，再填写。`,
    { current },
  );
}

function changedLater(current: Decision): Conflict {
  return new Conflict(
    'decision-on-later-sheet',
    `This decision was changed on the sheet of ${current.week}; change it there: earlier sheets stay as they were.`,
    `这项决定已在 ${current.week} 的周表上修改过，请在该周表上修改；以前的周表保持原样。`,
    { current },
  );
}

function tooManyOpen(): InvalidInput {
  return new InvalidInput(
    'too-many-decisions',
    `${mostOpen} decisions of this area are open; close some of them first.`,
    `该辖区已有 ${mostOpen} 项未完成的决定，请先办结一部分。`,
    [{ path: 'areaId', reason: `${mostOpen} are open` }],
  );
}
