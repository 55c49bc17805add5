import type { Knex } from 'knex';
import type { PatrolRule } from '../../rules/rule.ts';
import type { Ground } from '../ground.ts';
import type { Interval } from '../interval.ts';
import type { GroundCell } from '../land.ts';
import type { PreparedRule } from '../lookback.ts';
import { whoCounts } from '../who-queries.ts';
import { type CellFacts, judgeRule } from './judge-rule.ts';
import type { Judged } from './judged.ts';
import { type Survey, surveyOf } from './survey.ts';
import { judgeSweep, type Swept } from './sweep-rule.ts';
import { sweptByRules } from './swept-windows.ts';

/** Judges a rule on a cell from what is known of its visits, and what was measured in it. */
type JudgeMeasured = (
  prepared: PreparedRule,
  cellId: number,
  known: Pick<CellFacts, 'presences' | 'lastBefore'>,
  obligedFrom: number,
  period: Interval,
) => Judged | undefined;

/** What was measured, and how rules are judged by it. */
export type Measurer = {
  judge: JudgeMeasured;
  survey: Survey;
  swept: readonly Swept[];
  /** Changes with the people who count for the rules. */
  people: string;
};

/** Reads at once, for all cells, what the rules that select any of them ask for beside visits. */
export async function measurer(
  db: Knex,
  { cells, plans }: Ground,
  prepared: readonly PreparedRule[],
  rulesOf: (cell: GroundCell) => readonly PatrolRule[],
  { readFrom, timeZone }: { readFrom: number; timeZone: string },
): Promise<Measurer> {
  const special = prepared.filter(({ isPlain }) => !isPlain);
  const chosen = new Set<PatrolRule>();
  if (special.length > 0) for (const cell of cells) for (const rule of rulesOf(cell)) chosen.add(rule);
  const held = special.filter(({ rule }) => chosen.has(rule));
  const to = Math.max(readFrom, ...held.map(({ judged }) => judged[1]));
  const [survey, { countsFor, mark }, swept] = await Promise.all([
    surveyOf(
      db,
      plans.map(({ id }) => id),
      { points: held.some(asksPoints), roads: held.some(asksRoads), squares: held.some(asksSquares) },
      [Math.max(readFrom, Math.min(...held.map((one) => one.readFrom))), to],
    ),
    whoCounts(
      db,
      held.map(({ rule }) => rule),
      [readFrom, to],
    ),
    sweptByRules(db, plans, held, timeZone),
  ]);
  const counts = new Map(held.map(({ rule }) => [rule, countsFor(rule)]));
  const judge: JudgeMeasured = (one, cellId, known, obligedFrom, period) => {
    const { requires } = one.rule;
    // Nearly all cells have no points, and of a sweep nothing else matters: all the rest is made for the others alone.
    if (requires.measure === 'points' && survey.pointsIn(cellId).length === 0) return undefined;
    if (requires.measure === 'sweep') {
      const { starts, ordered } = one;
      return judgeSweep(requires, swept(one.rule), cellId, { starts, ordered, obligedFrom, period });
    }
    return judgeRule(
      one,
      requires,
      {
        // Written out, for spread first each of a hundred thousand would have a shape of its own.
        presences: known.presences,
        lastBefore: known.lastBefore,
        isPending: survey.surveyed.isPending,
        points: () => survey.pointsIn(cellId),
        pieces: () => survey.piecesIn(cellId),
        squares: () => survey.squaresIn(cellId),
      },
      counts.get(one.rule) ?? countsFor(one.rule),
      obligedFrom,
      period,
    );
  };
  const sweepRules = held.filter(({ rule }) => rule.requires.measure === 'sweep');
  return { judge, survey, swept: sweepRules.map(({ rule }) => swept(rule)), people: mark };
}

function asksPoints({ rule: { requires } }: PreparedRule): boolean {
  return requires.measure === 'points' || (requires.measure === 'presence' && requires.atPoints !== null);
}

function asksSquares({ rule: { requires } }: PreparedRule): boolean {
  return requires.measure === 'squares';
}

function asksRoads({ rule: { requires } }: PreparedRule): boolean {
  return requires.measure === 'corridor';
}
