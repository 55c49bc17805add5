import type { Knex } from 'knex';
import { everywhere } from '../access/scope.ts';
import { assessorOf } from '../coverage/assess.ts';
import { coverOf, groundOf } from '../coverage/ground.ts';
import type { Interval } from '../coverage/interval.ts';
import { plansInForce } from '../coverage/judged-plans.ts';
import { staffingOf } from '../coverage/manning.ts';
import { sourceFor } from '../coverage/source.ts';
import type { Language } from '../http/problem.ts';
import { rulesInForce } from '../rules/queries.ts';
import { saidOf } from '../rules/requirement.ts';
import type { Rule } from '../rules/rule.ts';
import { ruleSentence } from '../rules/sentence.ts';
import type { Obligation } from './history.ts';

type Question = { at: number; language: Language; timeZone: string };

/** How the rules of cells in force stand at an instant, by cell; it names nobody. */
export async function obligationsOfCells(
  db: Knex,
  cellIds: ReadonlySet<number>,
  { at, language, timeZone }: Question,
): Promise<ReadonlyMap<number, Obligation[]>> {
  if (cellIds.size === 0) return new Map();
  const period: Interval = [at - 1, at];
  const plans = await plansInForce(db, everywhere, period);
  const { source, obliged } = await sourceFor(db, null, period);
  const rules = await rulesInForce(db, { from: new Date(period[0]), to: new Date(at) });
  const whole = await groundOf(
    db,
    plans.map((plan) => ({ ...plan, obliged: obliged(plan) })),
    everywhere,
    new Set(),
  );
  const ground = { ...whole, cells: whole.cells.filter(({ id }) => cellIds.has(id)) };
  const covers = await coverOf(db, ground, rules);
  const assessor = await assessorOf(db, source, ground, { rules, covers }, period, timeZone);
  const staffing = await staffingOf(db, timeZone, ground.cells, { rules, covers }, period);
  await assessor.rest;
  return new Map(
    ground.cells.map((cell, index) => [
      cell.id,
      [...assessor.assess(cell).patrol, ...(staffing[index] ?? [])].map(({ rule, judgement }) => ({
        rule: rule.id,
        name: rule.name,
        sentence: sentenceOf(rule, language),
        state: judgement.state === 'unknown' ? 'no-data' : judgement.state,
      })),
    ]),
  );
}

/** What a rule asks for, as one sentence. */
export function sentenceOf(rule: Rule, language: Language): string {
  return ruleSentence(rule.kind === 'patrol' ? { ...rule, requires: saidOf(rule.requires) } : rule, language);
}
