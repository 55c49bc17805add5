import type { Knex } from 'knex';
import { everywhere } from '../access/scope.ts';
import { assessorOf } from '../coverage/assess.ts';
import { coverOf, groundOf } from '../coverage/ground.ts';
import type { Interval } from '../coverage/interval.ts';
import { plansInForce } from '../coverage/judged-plans.ts';
import { staffingOf } from '../coverage/manning.ts';
import type { Judgement } from '../coverage/patrol.ts';
import { silentCells } from '../coverage/silence.ts';
import { sourceFor } from '../coverage/source.ts';
import type { Language } from '../http/problem.ts';
import { rulesInForce } from '../rules/queries.ts';
import { saidOf } from '../rules/requirement.ts';
import type { Rule } from '../rules/rule.ts';
import { ruleSentence } from '../rules/sentence.ts';
import type { Obligation } from './history.ts';

type Question = { week: Interval; language: Language; timeZone: string };

/** How the rules of cells in force stood at the end of a week, by cell, as on each cell's own page; it names nobody. */
export async function obligationsOfCells(
  db: Knex,
  cellIds: ReadonlySet<number>,
  { week, language, timeZone }: Question,
): Promise<ReadonlyMap<number, Obligation[]>> {
  if (cellIds.size === 0) return new Map();
  const [plans, { source, obliged }, rules, silent] = await Promise.all([
    plansInForce(db, everywhere, week),
    sourceFor(db, null, week),
    rulesInForce(db, { from: new Date(week[0]), to: new Date(week[1]) }),
    silentCells(db, week),
  ]);
  const whole = await groundOf(
    db,
    plans.map((plan) => ({ ...plan, obliged: obliged(plan) })),
    everywhere,
    new Set(),
  );
  const ground = { ...whole, cells: whole.cells.filter(({ id }) => cellIds.has(id)) };
  const covers = await coverOf(db, ground, rules);
  const assessor = await assessorOf(db, source, ground, { rules, covers }, week, timeZone);
  const staffing = await staffingOf(db, timeZone, ground.cells, { rules, covers }, week);
  await assessor.rest;
  return new Map(
    ground.cells.map((cell, index) => [
      cell.id,
      toldObligations(
        [...assessor.assess(cell).patrol, ...(staffing[index] ?? [])],
        silent.has(cell.id),
        language,
      ),
    ]),
  );
}

/** How each rule stands; `wasSilent` says that too much is unknown to say that nobody came. */
export function toldObligations(
  standing: readonly { rule: Rule; judgement: Judgement }[],
  wasSilent: boolean,
  language: Language,
): Obligation[] {
  return standing.map(({ rule, judgement }) => ({
    rule: rule.id,
    name: rule.name,
    sentence: sentenceOf(rule, language),
    state: stateIn(rule, judgement, wasSilent),
  }));
}

/** A staffing rule is broken whatever devices say. */
function stateIn({ kind }: Rule, { state }: Judgement, wasSilent: boolean): Obligation['state'] {
  if (state === 'unknown') return 'no-data';
  return state === 'unmet' && kind === 'patrol' && wasSilent ? 'no-data' : state;
}

/** What a rule asks for, as one sentence. */
function sentenceOf(rule: Rule, language: Language): string {
  return ruleSentence(rule.kind === 'patrol' ? { ...rule, requires: saidOf(rule.requires) } : rule, language);
}
