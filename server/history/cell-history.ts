import type { Knex } from 'knex';
import { assessorOf } from '../coverage/assess.ts';
import { getCell } from '../coverage/cell-queries.ts';
import { coverOf, groundOf } from '../coverage/ground.ts';
import { clip, type Interval, lengthOf } from '../coverage/interval.ts';
import { type JudgedPlan, judgedPlan } from '../coverage/judged-plans.ts';
import { ownCellsOf } from '../coverage/own-cells.ts';
import { type Visit, visitsOf } from '../coverage/presence.ts';
import { sourceFor } from '../coverage/source.ts';
import { namesPeople, type Viewer } from '../coverage/viewer.ts';
import type { Language } from '../http/problem.ts';
import { rulesInForce } from '../rules/queries.ts';
import { saidOf } from '../rules/requirement.ts';
import { ruleSentence } from '../rules/sentence.ts';
import type { CellHistory } from './history.ts';
import { idlenessOf } from './idleness.ts';
import { byHourOfWeek, weeksOf } from './local-hours.ts';
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
  const plan = await judgedPlan(db, viewer.planScope, cell.properties.planId);
  const { source } = await sourceFor(db, plan, past);
  const table = await source.read(past, [...past], cellId, () => true);
  const visits = visitsOf(table.stored(cellId));
  const presence = presenceOf(visits, past);
  const [before, weeks, plans, assignments] = await Promise.all([
    source.lastBefore(db, [cellId], past[1], 0),
    Promise.all(
      weeksOf(past, timeZone).map(async (week) => ({
        ...weekOf(presence, visits, week),
        obligations: await obligationsOf(db, viewer, plan, question, week),
      })),
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
    idleness: toldIdleness(presence.occupied, past),
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

/** How the patrol rules that select the cell stood at the end of a week. */
async function obligationsOf(
  db: Knex,
  { scope }: Viewer,
  plan: JudgedPlan,
  { cellId, language, timeZone }: CellQuestion,
  week: Interval,
): Promise<CellHistory['weeks'][number]['obligations']> {
  const [{ source, obliged }, ownCells, rules] = await Promise.all([
    sourceFor(db, plan, week),
    ownCellsOf(db, scope, week),
    rulesInForce(db, { from: new Date(week[0]), to: new Date(week[1]) }),
  ]);
  const ground = await groundOf(db, [{ ...plan, obliged: obliged(plan) }], scope, ownCells, cellId);
  const covers = await coverOf(db, ground, rules);
  const assessor = await assessorOf(db, source, ground, { rules, covers }, week, timeZone);
  await assessor.rest;
  return ground.cells.flatMap((cell) =>
    assessor.assess(cell).patrol.map(({ rule, judgement }) => ({
      rule: rule.id,
      name: rule.name,
      sentence: ruleSentence({ ...rule, requires: saidOf(rule.requires) }, language),
      state: judgement.state,
    })),
  );
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
