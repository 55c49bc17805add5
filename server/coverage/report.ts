import type { Knex } from 'knex';
import { staffingOfCells } from '../assignments/queries.ts';
import { rulesInForce } from '../rules/queries.ts';
import type { Rule, StaffingRule } from '../rules/rule.ts';
import { type Covers, isAboutAreas, selectsCell } from '../rules/selection.ts';
import { type Assessment, assess } from './assess.ts';
import type { CellCoverage, Coverage } from './coverage.ts';
import { coverOf, type Ground, type GroundCell, groundOf } from './ground.ts';
import type { Interval } from './interval.ts';
import { type JudgedPlan, judgedPlan, plansInForce } from './judged-plans.ts';
import { ownCellsOf } from './own-cells.ts';
import type { Judgement } from './patrol.ts';
import { countingPosts, readAssigned } from './posts.ts';
import { tally } from './presence.ts';
import { silentCells } from './silence.ts';
import { sourceFor } from './source.ts';
import { judgeStaffing, type Post } from './staffing.ts';
import { statusOf } from './status.ts';
import type { Viewer } from './viewer.ts';

/**
 * One row for every cell of the plan, or of all plans in force at some time of the period, that the viewer covers.
 * What is still to come of the period is not judged.
 */
export async function coverageOf(
  db: Knex,
  { scope, planScope }: Viewer,
  {
    planId,
    period,
    now,
    timeZone,
  }: { planId: number | null; period: Interval; now: number; timeZone: string },
): Promise<Coverage> {
  const [from, to] = period;
  const past: Interval = [from, Math.max(from, Math.min(to, now))];
  const plans =
    planId === null ? await plansInForce(db, planScope, period) : [await judgedPlan(db, planScope, planId)];
  const [{ source, obliged }, ownCells, rules] = await Promise.all([
    sourceFor(db, planId === null ? null : (plans[0] ?? null), past),
    ownCellsOf(db, scope, period),
    rulesInForce(db, { from: new Date(from), to: new Date(to) }),
  ]);
  const ground = await groundOf(
    db,
    plans.map((plan) => ({ ...plan, obliged: obliged(plan) })),
    scope,
    ownCells,
  );
  const covers = await coverOf(db, ground, rules);
  const [assessments, staffing, staffed, silent] = await Promise.all([
    assess(db, source, ground, { rules, covers }, past, timeZone),
    judgeCellStaffing(db, ground, { rules, covers }, past),
    countStaff(db, plans, period),
    past[0] < past[1] ? silentCells(db, past) : new Set<number>(),
  ]);
  const cells = assessments.map((one) =>
    rowOf(one, past, staffed.get(one.cell.id), staffing.get(one.cell.id) ?? [], silent.has(one.cell.id)),
  );
  return { plan: planId, from: new Date(from).toISOString(), to: new Date(to).toISOString(), cells };
}

type Staff = { officers: number; volunteers: number };

function rowOf(
  { cell, visits, lastVisitAt, patrol }: Assessment,
  past: Interval,
  staff: Staff | undefined,
  staffing: readonly Judgement[],
  wasSilent: boolean,
): CellCoverage {
  const sum = tally(visits, past);
  return {
    cell: cell.id,
    code: cell.code,
    officers: staff?.officers ?? 0,
    volunteers: staff?.volunteers ?? 0,
    visits: sum.visits,
    lastVisitAt: lastVisitAt === null ? null : new Date(lastVisitAt).toISOString(),
    dwellSeconds: sum.dwellSeconds,
    bridgedSeconds: sum.bridgedSeconds,
    metres: sum.metres,
    sweptShare: null,
    status: statusOf({
      isJudged: Math.max(past[0], cell.obliged[0]) < Math.min(past[1], cell.obliged[1]),
      wasVisited: lastVisitAt !== null,
      wasSilent,
      patrol: patrol.map(({ judgement }) => judgement),
      staffing,
    }),
  };
}

/** Officers and volunteers assigned at some time of the period; of a cell in several plans, the latest's count. */
async function countStaff(
  db: Knex,
  plans: readonly JudgedPlan[],
  [from, to]: Interval,
): Promise<Map<number, Staff>> {
  const period = { from: new Date(from), to: new Date(to) };
  const counts = await Promise.all(plans.map(({ id }) => staffingOfCells(db, id, period)));
  return new Map(counts.flat().map((one) => [one.cellId, one]));
}

/** How the staffing rules about cells stand, by cell. Nothing is read where there is no such rule. */
async function judgeCellStaffing(
  db: Knex,
  { cells }: Ground,
  { rules, covers }: { rules: readonly Rule[]; covers: Covers },
  [from, to]: Interval,
): Promise<Map<number, Judgement[]>> {
  const aboutCells = rules.filter((rule) => rule.kind === 'staffing' && !isAboutAreas(rule));
  const found = new Map<number, Judgement[]>();
  if (aboutCells.length === 0 || from >= to) return found;
  const withTeams = aboutCells.some(
    (rule) => rule.kind === 'staffing' && rule.requires.teamKind !== undefined,
  );
  const assigned = await readAssigned(db, { since: from, until: to }, withTeams);
  for (const rule of aboutCells) {
    if (rule.kind !== 'staffing') continue;
    const posts = postsByCell(assigned, rule);
    for (const cell of cells) {
      if (!selectsCell(rule, cell, covers)) continue;
      const judgement = judgeCell(rule, cell, posts.get(cell.id) ?? [], [from, to]);
      if (judgement) found.set(cell.id, [...(found.get(cell.id) ?? []), judgement]);
    }
  }
  return found;
}

function postsByCell(
  assigned: Awaited<ReturnType<typeof readAssigned>>,
  rule: StaffingRule,
): Map<number, Post[]> {
  const posts = new Map<number, Post[]>();
  for (const one of assigned) {
    if (one.cellId === null) continue;
    const counting = countingPosts(one, rule.requires);
    if (counting.length > 0) posts.set(one.cellId, [...(posts.get(one.cellId) ?? []), ...counting]);
  }
  return posts;
}

/** The last instant of a half-open period is a millisecond before its end. */
function judgeCell(rule: StaffingRule, cell: GroundCell, posts: readonly Post[], [from, to]: Interval) {
  const obligedFrom = Math.max(rule.from, cell.obliged[0]);
  const end = Math.min(to, rule.to, cell.obliged[1]);
  if (Math.max(from, obligedFrom) >= end) return undefined;
  return judgeStaffing(rule.requires.atLeast, posts, obligedFrom, { from, at: end - 1 });
}
