import type { Knex } from 'knex';
import { assessorOf } from '../coverage/assess.ts';
import { getCell } from '../coverage/cell-queries.ts';
import { coverOf, groundOf } from '../coverage/ground.ts';
import { clip, type Interval, lengthOf } from '../coverage/interval.ts';
import { type JudgedPlan, judgedPlan, plansInForce } from '../coverage/judged-plans.ts';
import { staffingOf } from '../coverage/manning.ts';
import { ownCellsOf } from '../coverage/own-cells.ts';
import { type Visit, visitsOf } from '../coverage/presence.ts';
import { sharedSources } from '../coverage/shared-source.ts';
import { unknownOf } from '../coverage/silence.ts';
import { sourceFor } from '../coverage/source.ts';
import { namesPeople, type Viewer } from '../coverage/viewer.ts';
import type { Language } from '../http/problem.ts';
import { rulesInForce } from '../rules/queries.ts';
import type { CellHistory, Obligation } from './history.ts';
import { idlenessOf } from './idleness.ts';
import { byHourOfWeek, weeksOf } from './local-hours.ts';
import { toldObligations } from './obligations-of-cells.ts';
import { type PresenceOf, presenceOf } from './presence-of.ts';
import { assignmentsOfCell, plansOfCell } from './queries.ts';

export type CellQuestion = {
  cellId: number;
  planId: number | null;
  period: Interval;
  now: number;
  language: Language;
  timeZone: string;
};

/**
 * A cell over weeks: what its visits come to, when in the week somebody is there, how long it stays unvisited, how its
 * obligations stood at the end of each week, and what it was called and who was responsible. It names nobody who came.
 */
export async function cellHistoryOf(db: Knex, viewer: Viewer, question: CellQuestion): Promise<CellHistory> {
  const { cellId, planId, period, now, timeZone } = question;
  const past: Interval = [period[0], Math.max(period[0], Math.min(period[1], now))];
  const cell = await getCell(db, viewer, { cellId, planId, at: new Date(past[1]) });
  const plan = planId === null ? null : await judgedPlan(db, viewer.planScope, planId);
  const { source } = await sourceFor(db, plan, past);
  const table = await source.read(past, [...past], cellId, () => true);
  const visits = visitsOf(table.stored(cellId));
  const presence = presenceOf(visits, past);
  const [before, weeks, plans, assignments] = await Promise.all([
    source.lastBefore(db, [cellId], past[1], 0),
    obligationsByWeek(db, viewer, plan, question, past).then((found) =>
      found.map(({ week, obligations }) => ({ ...weekOf(presence, visits, week), obligations })),
    ),
    plansOfCell(db, viewer.planScope, cellId),
    namesPeople(viewer.peopleScope) ? assignmentsOfCell(db, viewer.peopleScope, cellId) : [],
  ]);
  const lastAt = visits.reduce<number | null>(
    (latest, { leftAt }) => Math.max(latest ?? leftAt, leftAt),
    before.get(cellId) ?? null,
  );
  const lastVisitAt = lastAt === null ? null : Math.min(lastAt, past[1]);
  return {
    cell: cellId,
    code: cell.properties.code,
    name: cell.properties.name,
    from: iso(past[0]),
    to: iso(past[1]),
    visits: presence.visits,
    occupiedSeconds: lengthOf(presence.occupied) / 1000,
    personSeconds: lengthOf(presence.each) / 1000,
    bridgedSeconds: presence.bridgedSeconds,
    metres: presence.metres,
    lastVisitAt: lastVisitAt === null ? null : iso(lastVisitAt),
    ageSeconds: lastVisitAt === null ? null : (past[1] - lastVisitAt) / 1000,
    idleness: toldIdleness(presence.occupied, [Math.max(past[0], inForceSince(plans)), past[1]]),
    pattern: {
      occupiedMinutes: minutesOf(presence.occupied, timeZone),
      personMinutes: minutesOf(presence.each, timeZone),
      hours: minutesOf([past], timeZone).map((minutes) => Math.round(minutes / 6) / 10),
    },
    weeks,
    plans,
    assignments,
  };
}

function weekOf({ occupied, each }: PresenceOf, visits: readonly Visit[], week: Interval) {
  return {
    from: iso(week[0]),
    to: iso(week[1]),
    visits: visits.filter(({ enteredAt, leftAt }) => enteredAt < week[1] && leftAt > week[0]).length,
    occupiedSeconds: lengthOf(clip(occupied, week)) / 1000,
    personSeconds: lengthOf(clip(each, week)) / 1000,
    worstIdleSeconds: idlenessOf(clip(occupied, week), week)?.worstSeconds ?? 0,
  };
}

/**
 * How the rules that select the cell stood at the end of each week, by the plans that were in force then, or by the
 * one that is asked about. What all weeks have in common is read once.
 */
async function obligationsByWeek(
  db: Knex,
  { scope, planScope }: Viewer,
  plan: JudgedPlan | null,
  { cellId, language, timeZone }: CellQuestion,
  past: Interval,
): Promise<{ week: Interval; obligations: Obligation[] }[]> {
  const weeks = weeksOf(past, timeZone);
  const sources = sharedSources([...new Set(weeks.flat())]);
  const [ownCells, rules, plans] = await Promise.all([
    ownCellsOf(db, scope, past),
    rulesInForce(db, { from: new Date(past[0]), to: new Date(past[1]) }),
    plan ? [plan] : plansInForce(db, planScope, past),
  ]);
  const found: { week: Interval; obligations: Obligation[] }[] = [];
  for (const week of weeks) {
    const { source, obliged } = await sources(db, plan, week);
    const judged = plans.filter((one) => plan !== null || meets(one.inForce, week));
    const obligedPlans = judged.map((one) => ({ ...one, obliged: obliged(one) }));
    const ground = await groundOf(db, obligedPlans, scope, ownCells, cellId);
    const covers = await coverOf(db, ground, rules);
    const assessor = await assessorOf(db, source, ground, { rules, covers }, week, timeZone);
    await assessor.rest;
    const staffing = await staffingOf(db, timeZone, ground.cells, { rules, covers }, week);
    const { isSilent } = await unknownOf(db, week, cellId);
    const obligations = ground.cells.flatMap((cell, index) =>
      toldObligations([...assessor.assess(cell).patrol, ...(staffing[index] ?? [])], isSilent, language),
    );
    found.push({ week, obligations });
  }
  return found;
}

function meets(inForce: Interval | null, [from, to]: Interval): boolean {
  return inForce !== null && inForce[0] < to && inForce[1] > from;
}

/** Nobody could visit a cell before there was one; a draft's is judged as if it always had been. */
function inForceSince(plans: CellHistory['plans']): number {
  const begins = plans.flatMap(({ from }) => (from === null ? [] : [Date.parse(from)]));
  return begins.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...begins);
}

function toldIdleness(occupied: readonly Interval[], period: Interval): CellHistory['idleness'] {
  const found = idlenessOf(occupied, period);
  return found && { ...found, worstFrom: iso(found.worstFrom), worstTo: iso(found.worstTo) };
}

/** Minutes by hour of the week, to a tenth. */
export function minutesOf(intervals: readonly Interval[], timeZone: string): number[] {
  return Array.from(byHourOfWeek(intervals, timeZone), (ms) => Math.round(ms / 6_000) / 10);
}

const iso = (at: number) => new Date(at).toISOString();
