import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { obligationsOf } from '../obligations/held.ts';
import { placeOfArea } from '../obligations/person.ts';
import type { PatrolRule, Rule, StaffingRule } from '../rules/rule.ts';
import { selectsCell } from '../rules/selection.ts';
import { groundAreas } from './area-queries.ts';
import { assessorOf } from './assess.ts';
import type { Place } from './gaps.ts';
import { coverOf, type Ground, groundOf } from './ground.ts';
import type { Interval } from './interval.ts';
import { plansInForce } from './judged-plans.ts';
import type { Reached } from './measures/reached.ts';
import { sourceFor } from './source.ts';

/**
 * A place that a rule selects, and how it stands: -1 where nothing is obliged at the time; `since` is epoch ms;
 * reached is what was found of the share that is asked for. Pending is what would have to be worked out first.
 */
export type Stand = Place & {
  missing: number;
  since: number | null;
  reached?: Reached | undefined;
  pending?: true;
};

/** How every place that a rule selects stands at an instant, whether the rule is stored or not; epoch ms. */
export async function judgeHypothetical(
  db: Knex,
  scope: Scope,
  rule: Rule,
  at: number,
  timeZone: string,
): Promise<Stand[]> {
  const plans = await plansInForce(db, scope, [at, at]);
  const always: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const obliged = plans.map((plan) => ({ ...plan, obliged: plan.inForce ?? always }));
  const ground = await groundOf(db, obliged, scope, new Set());
  if (rule.kind === 'patrol') return patrolled(db, ground, rule, at, timeZone);
  const areas = await groundAreas(db, scope, { plans, asked: null, at });
  const found = await standOf(db, rule, at, timeZone);
  return [
    ...areas.flatMap((area): Stand[] => {
      const stand = found.get(placeOfArea(area.id));
      return stand ? [{ area, ...stand }] : [];
    }),
    ...ground.cells.flatMap((cell): Stand[] => {
      const stand = found.get(cell.id);
      return stand ? [{ cell, ...stand }] : [];
    }),
  ];
}

/** By place: a cell's id or, negative, an area's. */
function standOf(
  db: Knex,
  rule: StaffingRule,
  at: number,
  timeZone: string,
): Promise<Map<number, Pick<Stand, 'missing' | 'since'>>> {
  return obligationsOf(db, timeZone).look(db, [rule], ({ standings }) => {
    const evaluation = standings.at(rule, at);
    const found = new Map<number, Pick<Stand, 'missing' | 'since'>>();
    for (const place of standings.placesOf(rule).keys())
      found.set(place, { missing: evaluation.missingAt(place), since: null });
    evaluation.forEachShort((place, since, missing) => found.set(place, { missing, since }));
    return found;
  });
}

async function patrolled(
  db: Knex,
  ground: Ground,
  rule: PatrolRule,
  at: number,
  timeZone: string,
): Promise<Stand[]> {
  const covers = await coverOf(db, ground, [rule]);
  const chosen = { ...ground, cells: ground.cells.filter((cell) => selectsCell(rule, cell, covers)) };
  const period: Interval = [at - 1, at];
  const { source } = await sourceFor(db, null, period);
  const assessor = await assessorOf(db, source, chosen, { rules: [rule], covers }, period, timeZone);
  await assessor.rest;
  return chosen.cells.map((cell) => {
    const judgement = assessor.assess(cell).patrol[0]?.judgement;
    if (judgement?.state === 'unknown') return { cell, missing: -1, since: null, pending: true };
    if (judgement?.state === 'unmet') {
      const { missing, since, reached } = judgement;
      return { cell, missing, since, reached };
    }
    return { cell, missing: judgement ? 0 : -1, since: null };
  });
}
