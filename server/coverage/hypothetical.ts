import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Rule } from '../rules/rule.ts';
import { areasToCover, isAboutAreas, selectsArea, selectsCell } from '../rules/selection.ts';
import { areaCoverOf, groundAreas } from './area-queries.ts';
import { assessorOf } from './assess.ts';
import type { Place } from './gaps.ts';
import { coverOf, type Ground, groundOf } from './ground.ts';
import type { Interval } from './interval.ts';
import { plansInForce } from './judged-plans.ts';
import { type Assigned, countingPosts, readAssigned } from './posts.ts';
import { sourceFor } from './source.ts';
import { judgeStaffing } from './staffing.ts';

/** A place that a rule would oblige, and how it stands; `since` is epoch ms. */
export type Stand = Place & { missing: number; since: number | null };

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
  if (isAboutAreas(rule)) {
    const [areas, covers, ground] = await Promise.all([
      groundAreas(db, scope, { plans, asked: null, at }),
      areaCoverOf(db, areasToCover([rule])),
      groundOf(db, obliged, scope, new Set()),
    ]);
    const posts = await postsByPlace(db, ground, at);
    return areas
      .filter((area) => selectsArea(rule, area, covers))
      .map((area) => ({ area, ...staffed(rule, posts.ofArea(area.id), at) }));
  }
  const ground = await groundOf(db, obliged, scope, new Set());
  const covers = await coverOf(db, ground, [rule]);
  const chosen = { ...ground, cells: ground.cells.filter((cell) => selectsCell(rule, cell, covers)) };
  if (rule.kind === 'patrol') return patrolled(db, chosen, rule, at, timeZone);
  const posts = await postsByPlace(db, ground, at);
  return chosen.cells.map((cell) => ({ cell, ...staffed(rule, posts.ofCell(cell.id), at) }));
}

async function patrolled(
  db: Knex,
  ground: Ground,
  rule: Rule,
  at: number,
  timeZone: string,
): Promise<Stand[]> {
  const period: Interval = [at - 1, at];
  const { source } = await sourceFor(db, null, period);
  const assessor = await assessorOf(
    db,
    source,
    ground,
    { rules: [rule], covers: () => true },
    period,
    timeZone,
  );
  await assessor.rest;
  return ground.cells.map((cell) => {
    const judgement = assessor.assess(cell).patrol[0]?.judgement;
    return judgement?.state === 'unmet'
      ? { cell, missing: judgement.missing, since: judgement.since }
      : { cell, missing: 0, since: null };
  });
}

function staffed(rule: Rule, assigned: readonly Assigned[], at: number): Pick<Stand, 'missing' | 'since'> {
  if (rule.kind !== 'staffing') return { missing: 0, since: null };
  const posts = assigned.flatMap((one) => countingPosts(one, rule.requires));
  const judgement = judgeStaffing(rule.requires.atLeast, posts, rule.from, { from: at, at });
  return judgement.state === 'unmet'
    ? { missing: judgement.missing, since: judgement.since }
    : { missing: 0, since: null };
}

type Posts = { ofCell: (id: number) => readonly Assigned[]; ofArea: (id: number) => readonly Assigned[] };

async function postsByPlace(db: Knex, { lands }: Ground, at: number): Promise<Posts> {
  const assigned = await readAssigned(db, new Date(at));
  const owners = new Map(lands.flatMap(({ cells }) => cells.map((cell) => [cell.id, cell.ownerAreaId])));
  const cells = grouped(assigned, ({ cellId }) => cellId);
  const areas = grouped(assigned, ({ areaId, cellId }) => areaId ?? owners.get(cellId ?? 0) ?? null);
  return { ofCell: (id) => cells.get(id) ?? [], ofArea: (id) => areas.get(id) ?? [] };
}

function grouped(assigned: readonly Assigned[], placeOf: (one: Assigned) => number | null) {
  const places = new Map<number, Assigned[]>();
  for (const one of assigned) {
    const id = placeOf(one);
    if (id === null) continue;
    const known = places.get(id);
    if (known) known.push(one);
    else places.set(id, [one]);
  }
  return places;
}
