import { nearestUsual, travelMinutes } from './distance.ts';
import { type Filter, obstacles, unfit } from './filter.ts';
import { type Candidate, type MatchInput, type OpenPost, roleFor, type Settings } from './post.ts';

/** One thing to change, with whom it brings. Distances in kilometres, rounded up. */
export type RelaxationStep =
  | { kind: 'distance'; from: number; to: number; personIds: number[] }
  | {
      kind: 'place' | 'skill' | 'renew' | 'hours' | 'other-role' | 'team' | 'load' | 'post';
      personIds: number[];
    }
  | { kind: 'move'; personIds: number[]; assignmentId: number; from: string }
  | { kind: 'recruit'; count: number };

/** What has to change so that a post is filled, at least cost, with those who then come. */
export type Relaxation = { steps: RelaxationStep[]; personIds: number[] };

/** How much is asked of people and of the office by setting a filter aside, in minutes as the other costs. */
const prices: Partial<Record<Filter, number>> = {
  taken: 30,
  'no-place': 40,
  'full-load': 45,
  expired: 60,
  'off-shift': 120,
  'other-role': 150,
  team: 200,
  skill: 300,
};
const recruitPrice = 1000;

type Relaxed = { person: Candidate; obstacles: Filter[]; kilometres: number; price: number };

/**
 * The cheapest people who could come if something gave way; of those who are there, who would count. People of another
 * kind are none; where there are not enough others, somebody has to be found.
 */
export function cheapestRelaxation(
  input: MatchInput,
  post: OpenPost,
  missing: number,
  isTaken: (person: Candidate) => boolean,
  isUsed: (person: Candidate) => boolean,
): Relaxation {
  const best: Relaxed[] = [];
  for (const person of input.candidates) {
    if (isUsed(person)) continue;
    const one = relaxed(person, post, input, isTaken(person));
    if (one === null || one.price >= recruitPrice) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1]?.price ?? 0) > one.price) at--;
    if (at < missing) best.splice(at, 0, one);
    if (best.length > missing) best.pop();
  }
  const recruits = missing - best.length;
  return {
    steps: [
      ...stepsOf(best, input.settings),
      ...(recruits > 0 ? [{ kind: 'recruit' as const, count: recruits }] : []),
    ],
    personIds: best.map(({ person }) => person.id),
  };
}

function relaxed(person: Candidate, post: OpenPost, input: MatchInput, isTaken: boolean): Relaxed | null {
  const { settings, forbidden = [] } = input;
  const isHere = post.present.includes(person.id);
  const found = isHere ? unfit(person, post.requires) : obstacles(person, post, settings);
  if (found.includes('kind') || (isHere && found.length === 0)) return null;
  if (forbidden.some(({ personId, gapId }) => personId === person.id && gapId === post.gapId)) return null;
  if (isTaken && !isHere) found.push('taken');
  const kilometres = isHere ? 0 : ((post.position && nearestUsual(person, post.position)?.kilometres) ?? 0);
  const price = found.reduce((sum, filter) => sum + (prices[filter] ?? 0), travelMinutes(kilometres));
  return { person, obstacles: found, kilometres, price };
}

const stepKinds = [
  ['no-place', 'place'],
  ['skill', 'skill'],
  ['expired', 'renew'],
  ['off-shift', 'hours'],
  ['other-role', 'other-role'],
  ['team', 'team'],
  ['taken', 'post'],
] as const satisfies readonly (readonly [Filter, RelaxationStep['kind']])[];

function stepsOf(people: readonly Relaxed[], { maxKilometres }: Settings): RelaxationStep[] {
  const blockedBy = (filter: Filter) => people.filter((one) => one.obstacles.includes(filter));
  const ids = (some: readonly Relaxed[]) => some.map(({ person }) => person.id);
  const far = blockedBy('too-far');
  const full = blockedBy('full-load');
  const movable = full.filter(({ person }) => person.spare.length > 0);
  const loaded = full.filter((one) => !movable.includes(one));
  const steps: RelaxationStep[] = [];
  if (far.length > 0) {
    const to = Math.ceil(Math.max(...far.map(({ kilometres }) => kilometres)));
    steps.push({ kind: 'distance', from: maxKilometres, to, personIds: ids(far) });
  }
  for (const { person } of movable) {
    const [spare] = person.spare;
    if (spare)
      steps.push({
        kind: 'move',
        personIds: [person.id],
        assignmentId: spare.assignmentId,
        from: spare.place,
      });
  }
  if (loaded.length > 0) steps.push({ kind: 'load', personIds: ids(loaded) });
  for (const [filter, kind] of stepKinds) {
    const some = blockedBy(filter);
    if (some.length > 0) steps.push({ kind, personIds: ids(some) });
  }
  return steps;
}

/**
 * The question as it is once a relaxation is carried out: those whom it brings may come whatever kept them, and do, as
 * those who are sent already; those to be found are there.
 */
export function applied(
  input: MatchInput,
  post: OpenPost,
  relaxation: Relaxation,
  sentIds: readonly number[],
): MatchInput {
  const recruits = relaxation.steps.reduce(
    (sum, step) => sum + (step.kind === 'recruit' ? step.count : 0),
    0,
  );
  const lastId = input.candidates.reduce((last, { id }) => Math.max(last, id), 0);
  const found = Array.from({ length: recruits }, (_, index) => recruitFor(post, lastId + 1 + index));
  const pairs = [...relaxation.personIds, ...found.map(({ id }) => id)].map((personId) => ({
    personId,
    gapId: post.gapId,
  }));
  return {
    ...input,
    candidates: [...input.candidates, ...found],
    permitted: [...(input.permitted ?? []), ...pairs],
    locked: [
      ...(input.locked ?? []),
      ...pairs,
      ...sentIds.map((personId) => ({ personId, gapId: post.gapId })),
    ],
  };
}

function recruitFor({ position, requires }: OpenPost, id: number): Candidate {
  const { kind = 'volunteer', skill, teamKind, alsoRole, alsoAreas = [] } = requires;
  return {
    ...{ id, kind, skills: skill === undefined ? [] : [skill], expired: [], teams: [], load: 0 },
    ...{ teamKinds: teamKind === undefined ? [] : [teamKind], roles: [alsoRole ?? roleFor(requires, kind)] },
    seats: alsoAreas.map((areaId) => ({ role: alsoRole ?? '', areaId })),
    ...{ availability: null, cells: [], areas: [], teamCells: [], spare: [] },
    usual: position === null ? [] : [{ from: 'home', position }],
  };
}
