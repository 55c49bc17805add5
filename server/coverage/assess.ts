import type { Knex } from 'knex';
import type { PatrolRule, Rule } from '../rules/rule.ts';
import { type Covers, selectsCell } from '../rules/selection.ts';
import type { Ground, GroundCell } from './ground.ts';
import type { Interval } from './interval.ts';
import { type PreparedRule, prepareRules } from './lookback.ts';
import { isLongEnough, type Judgement, judgeRevisit, judgeVisits } from './patrol.ts';
import { until, type Visit, visitsOf } from './presence.ts';
import { lastVisits, type VisitTable } from './visit-table.ts';

/** Where visits come from: the table, or stored fixes located again on a plan that has none there. */
export type VisitSource = {
  /** How long before the end of a period visits are read in any case, for nothing else knows of earlier ones. */
  lookbackMs: number;
  /** When the earliest known visit may have begun. */
  dataFrom: () => Promise<number>;
  /**
   * The visits that intersect a period, of one cell or, with null, of all; with the reporting gaps of those that lie
   * across one of the edges.
   */
  read: (period: Interval, edges: readonly number[], cellId: number | null) => Promise<VisitTable>;
};

/** What is known of a cell at the end of a period, and how its patrol rules stand. Epoch ms. */
export type Assessment = {
  cell: GroundCell;
  /** Those of the period and of as long before it as the rules look back, in order, cut at its end. */
  visits: readonly Visit[];
  /** The end of the last visit that is known, if any. */
  lastVisitAt: number | null;
  patrol: readonly { rule: PatrolRule; judgement: Judgement }[];
};

/** Assesses every cell of the ground over a period that is past; `rules` are all that hold at some time of it. */
export async function assess(
  db: Knex,
  source: VisitSource,
  ground: Ground,
  { rules, covers }: { rules: readonly Rule[]; covers: Covers },
  period: Interval,
  timeZone: string,
): Promise<Assessment[]> {
  const [from, to] = period;
  const patrolRules = rules.filter((rule) => rule.kind === 'patrol');
  const dataFrom = await source.dataFrom();
  const prepared = prepareRules(patrolRules, period, dataFrom, timeZone);
  const readFrom = Math.min(from, to - source.lookbackMs, ...prepared.map((one) => one.readFrom));
  const [only, ...others] = ground.cells;
  const cellId = only && others.length === 0 ? only.id : null;
  const table = await source.read([readFrom, to], [from, to], cellId);
  const seen = ground.cells.map((cell) => ({
    cell,
    rules: prepared.filter(({ rule }) => selectsCell(rule, cell, covers)),
    visits: visitsOf(table.of(cell.id)).map((visit) => until(visit, to)),
  }));
  const earlier = await readEarlier(db, seen, readFrom);
  return seen.map(({ cell, rules: own, visits }) => ({
    cell,
    visits,
    lastVisitAt: visits.length > 0 ? lastEnd(visits) : (earlier(0, cell.id) ?? null),
    patrol: own.flatMap((one) => {
      const lastBefore = earlier(one.rule.requires.minMinutes, cell.id) ?? null;
      const judgement = judgePatrol(one, visits, lastBefore, cell.obliged);
      return judgement ? [{ rule: one.rule, judgement }] : [];
    }),
  }));
}

type Seen = { cell: GroundCell; rules: readonly PreparedRule[]; visits: readonly Visit[] };
type Earlier = (minMinutes: number, cellId: number) => number | undefined;

/** The last visits before those that were read, of the cells for which they matter. */
async function readEarlier(db: Knex, seen: readonly Seen[], before: number): Promise<Earlier> {
  const wanted = new Map<number, Set<number>>([[0, new Set()]]);
  for (const { cell, rules, visits } of seen) {
    if (visits.length === 0) wanted.get(0)?.add(cell.id);
    for (const { rule, judged } of rules) {
      const { measure, minMinutes } = rule.requires;
      if (measure !== 'revisit') continue;
      const judgedFrom = Math.max(judged[0], cell.obliged[0]);
      if (visits.some((visit) => visit.enteredAt <= judgedFrom && isLongEnough(visit, minMinutes))) continue;
      wanted.set(minMinutes, (wanted.get(minMinutes) ?? new Set()).add(cell.id));
    }
  }
  const found = new Map(
    await Promise.all(
      [...wanted].map(
        async ([minMinutes, cells]) =>
          [minMinutes, await lastVisits(db, [...cells], before, minMinutes)] as const,
      ),
    ),
  );
  return (minMinutes, cellId) => found.get(minMinutes)?.get(cellId);
}

/** Judges a rule on a cell; undefined where no instant of the period is obliged. */
function judgePatrol(
  { rule, judged, starts }: PreparedRule,
  visits: readonly Visit[],
  lastBefore: number | null,
  obliged: Interval,
): Judgement | undefined {
  const obligedFrom = Math.max(rule.from, obliged[0]);
  const period: Interval = [Math.max(judged[0], obligedFrom), Math.min(judged[1], obliged[1])];
  if (period[0] >= period[1]) return undefined;
  const known = visits.filter(({ enteredAt }) => enteredAt < period[1]);
  return rule.requires.measure === 'visits'
    ? judgeVisits(rule.requires, known, starts, obligedFrom, period)
    : judgeRevisit(rule.requires, known, lastBefore, obligedFrom, period);
}

function lastEnd(visits: readonly Visit[]): number {
  return visits.reduce((last, { leftAt }) => Math.max(last, leftAt), Number.NEGATIVE_INFINITY);
}
