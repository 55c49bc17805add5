import type { Knex } from 'knex';
import { obligationsOf } from '../obligations/held.ts';
import type { Judge } from '../obligations/judge.ts';
import { anOfficer, aVolunteer } from '../obligations/obligation.ts';
import type { Rule, StaffingRule } from '../rules/rule.ts';
import { type Covers, chooseByCell, isAboutAreas } from '../rules/selection.ts';
import type { Interval } from './interval.ts';
import type { GroundCell } from './land.ts';
import type { Judgement } from './patrol.ts';

/** How many are assigned to each of the cells in a period, in order, and how the staffing rules of each stand. */
export type Manning = {
  officers: Int32Array;
  volunteers: Int32Array;
  /** The worst of a cell's staffing rules over the part of the period that is judged; null where none obliges. */
  worst: (index: number) => (typeof severities)[number];
};

/**
 * The manning of cells in a period; `past` is the part of it that is judged. Where people are not counted, there are none
 * in the answer.
 */
export function manningOf(
  db: Knex,
  timeZone: string,
  cells: readonly GroundCell[],
  { rules, covers }: { rules: readonly Rule[]; covers: Covers },
  { period, past, isCounted }: { period: Interval; past: Interval; isCounted: boolean },
): Promise<Manning> {
  const staffingRules = staffingRulesIn(rules);
  const rulesOf = chooseByCell(staffingRules, covers);
  return obligationsOf(db, timeZone).look(db, [], ({ standings, staffRevision }) => {
    const key = JSON.stringify([staffRevision, timeZone, staffingRules, period, past, isCounted]);
    const answers = answersOf(cells);
    const known = answers.get(key);
    if (known) {
      answers.delete(key);
      answers.set(key, known);
      return known;
    }
    const judges = new Map(staffingRules.map((rule) => [rule, standings.judgeOf(rule)]));
    const officers = standings.judgeOf(anOfficer);
    const volunteers = standings.judgeOf(aVolunteer);
    const people = isCounted ? cells.length : 0;
    const counted = { officers: new Int32Array(people), volunteers: new Int32Array(people) };
    const worst = new Uint8Array(cells.length);
    cells.forEach((cell, index) => {
      for (const rule of rulesOf(cell)) {
        const judge = judges.get(rule);
        if (judge) worst[index] = Math.max(worst[index] ?? 0, severityOf(judgeCell(judge, rule, cell, past)));
      }
      if (!isCounted) return;
      counted.officers[index] = officers.countDuring(cell.id, period);
      counted.volunteers[index] = volunteers.countDuring(cell.id, period);
    });
    const manning: Manning = { ...counted, worst: (index) => severities[worst[index] ?? 0] ?? null };
    // What a transaction sees may never come to be.
    if (!db.isTransaction) keep(answers, key, manning);
    return manning;
  });
}

/** The last answers about cells, which are others when their plan, or what an area covers, has changed. */
const answersByCells = new WeakMap<readonly GroundCell[], Map<string, Manning>>();
/** A month counted day by day, and what a map shows meanwhile. */
const mostAnswers = 40;
const mostNumbersKept = 2_000_000;

function answersOf(cells: readonly GroundCell[]): Map<string, Manning> {
  const answers = answersByCells.get(cells) ?? new Map<string, Manning>();
  answersByCells.set(cells, answers);
  return answers;
}

function keep(answers: Map<string, Manning>, key: string, manning: Manning): void {
  answers.set(key, manning);
  let numbers = 0;
  for (const { officers, volunteers } of answers.values()) numbers += officers.length + volunteers.length;
  for (const [oldest, { officers, volunteers }] of answers) {
    if (answers.size === 1 || (answers.size <= mostAnswers && numbers <= mostNumbersKept)) return;
    answers.delete(oldest);
    numbers -= officers.length + volunteers.length;
  }
}

/** How each staffing rule of each of a few cells stands over a period that is past. */
export function staffingOf(
  db: Knex,
  timeZone: string,
  cells: readonly GroundCell[],
  { rules, covers }: { rules: readonly Rule[]; covers: Covers },
  past: Interval,
): Promise<{ rule: StaffingRule; judgement: Judgement }[][]> {
  const staffingRules = staffingRulesIn(rules);
  const rulesOf = chooseByCell(staffingRules, covers);
  return obligationsOf(db, timeZone).look(db, [], ({ standings }) =>
    cells.map((cell) =>
      rulesOf(cell).flatMap((rule) => {
        const judgement = judgeCell(standings.judgeOf(rule), rule, cell, past);
        return judgement ? [{ rule, judgement }] : [];
      }),
    ),
  );
}

function staffingRulesIn(rules: readonly Rule[]): StaffingRule[] {
  return rules.filter((rule) => rule.kind === 'staffing').filter((rule) => !isAboutAreas(rule));
}

/** From the least to the worst. */
const severities = [null, 'met', 'late', 'unmet'] as const;
const met: Judgement = { state: 'met' };
const late: Judgement = { state: 'late' };

function severityOf(judgement: Judgement | undefined): number {
  return severities.findIndex((state) => state === (judgement?.state ?? null));
}

/** Undefined where no instant of the period is obliged. */
function judgeCell(
  judge: Judge,
  rule: StaffingRule,
  { id, obliged }: GroundCell,
  past: Interval,
): Judgement | undefined {
  const holds: Interval = [Math.max(obliged[0], rule.from), Math.min(obliged[1], rule.to)];
  const judged: Interval = [Math.max(holds[0], past[0]), Math.min(holds[1], past[1])];
  if (judged[0] >= judged[1]) return undefined;
  const stretches = judge.during(id, [holds], judged);
  if (stretches.length === 0) return met;
  // The last instant of a half-open period is a millisecond before its end.
  const last = judged[1] - 1;
  const open = stretches.find(({ from, to }) => from <= last && to > last);
  return open ? { state: 'unmet', since: open.from, missing: open.missing } : late;
}
