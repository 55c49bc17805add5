import type { Knex } from 'knex';
import { obligationsOf } from '../obligations/held.ts';
import type { Judge } from '../obligations/judge.ts';
import { anOfficer, aVolunteer } from '../obligations/obligation.ts';
import type { Stretch } from '../obligations/standing.ts';
import type { Rule, StaffingRule } from '../rules/rule.ts';
import { type Covers, chooseByCell, isAboutAreas } from '../rules/selection.ts';
import type { Interval } from './interval.ts';
import type { GroundCell } from './land.ts';
import type { Judgement } from './patrol.ts';

/** Who is assigned to a cell in a period, and how its staffing rules stand. */
export type Manning = {
  officers: number;
  volunteers: number;
  staffing: readonly { rule: StaffingRule; judgement: Judgement }[];
};

/** The manning of cells in a period, one for each, in order; `past` is the part of it that is judged. */
export function manningOf(
  db: Knex,
  timeZone: string,
  cells: readonly GroundCell[],
  { rules, covers }: { rules: readonly Rule[]; covers: Covers },
  { period, past }: { period: Interval; past: Interval },
): Promise<Manning[]> {
  const staffingRules = rules
    .filter((rule) => rule.kind === 'staffing')
    .filter((rule) => !isAboutAreas(rule));
  const rulesOf = chooseByCell(staffingRules, covers);
  return obligationsOf(db, timeZone).look(db, [], ({ standings }) => {
    const judges = new Map(staffingRules.map((rule) => [rule, standings.judgeOf(rule)]));
    const officers = standings.judgeOf(anOfficer);
    const volunteers = standings.judgeOf(aVolunteer);
    return cells.map((cell) => {
      const staffing: { rule: StaffingRule; judgement: Judgement }[] = [];
      for (const rule of rulesOf(cell)) {
        const judgement = judgeCell(judges.get(rule), rule, cell, past);
        if (judgement) staffing.push({ rule, judgement });
      }
      return {
        officers: officers.countDuring(cell.id, period),
        volunteers: volunteers.countDuring(cell.id, period),
        staffing,
      };
    });
  });
}

const met: Judgement = { state: 'met' };
const late: Judgement = { state: 'late' };

/** Undefined where no instant of the period is obliged. */
function judgeCell(
  judge: Judge | undefined,
  rule: StaffingRule,
  { id, obliged }: GroundCell,
  past: Interval,
): Judgement | undefined {
  const holds: Interval = [Math.max(obliged[0], rule.from), Math.min(obliged[1], rule.to)];
  const judged: Interval = [Math.max(holds[0], past[0]), Math.min(holds[1], past[1])];
  if (!judge || judged[0] >= judged[1]) return undefined;
  const stretches = judge.during(id, [holds], judged);
  if (stretches.length === 0) return met;
  // The last instant of a half-open period is a millisecond before its end.
  const open: Stretch | undefined = stretches.find(
    ({ from, to }) => from <= judged[1] - 1 && to > judged[1] - 1,
  );
  return open ? { state: 'unmet', since: open.from, missing: open.missing } : late;
}
