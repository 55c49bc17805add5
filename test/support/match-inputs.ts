import { type Random, seededRandom } from '../../server/demo/random.ts';
import type { Candidate, MatchInput, OpenPost, Requirement } from '../../server/matching/post.ts';

const kinds = ['officer', 'auxiliary', 'volunteer'];
const skills = ['legal advice', 'Mongolian', 'first aid'];
const mornings = [{ days: [1, 2, 3, 4, 5], from: '07:00', to: '09:00' }];
const evenings = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '18:00', to: '22:00' }];

export const usualSettings: MatchInput['settings'] = {
  maxKilometres: 30,
  mostNewPosts: 2,
  typicalLoad: { officer: 3, auxiliary: 2, volunteer: 1 },
  teamsTogether: false,
  twoPeople: false,
};

/** Somebody who may do anything anywhere near, unless said otherwise. */
export function makeCandidate(candidate: Partial<Candidate> & { id: number }): Candidate {
  return {
    ...{
      kind: 'volunteer',
      skills: [],
      expired: [],
      teams: [],
      teamKinds: [],
      roles: [],
      seats: [],
      availability: null,
    },
    ...{
      usual: [{ from: 'home', position: [120, 49] }],
      load: 0,
      cells: [],
      areas: [],
      teamCells: [],
      spare: [],
    },
    ...candidate,
  };
}

/** One missing at a cell, unless said otherwise. */
export function makePost(
  post: Partial<Omit<OpenPost, 'cellId' | 'areaId'>> & { gapId: string; cellId?: number; areaId?: number },
): OpenPost {
  const { cellId, areaId, ...rest } = post;
  return {
    ...(areaId === undefined ? { cellId: cellId ?? 1, areaId: null } : { cellId: null, areaId }),
    ...{ ruleId: 1, requires: {}, missing: 1, priority: 'normal', position: [120, 49] },
    ...{ ownerAreaId: areaId ?? null, townshipId: null, present: [] },
    ...rest,
  };
}

/** Posts and people of a small district, of everything that keeps people from posts. */
export function randomInput(seed: number, size = { people: 40, posts: 14 }): MatchInput {
  const random = seededRandom(seed);
  const candidates = Array.from({ length: size.people }, (_, index) => randomCandidate(random, index + 1));
  const posts = Array.from({ length: size.posts }, (_, index) => randomPost(random, index, candidates));
  return { posts, candidates, settings: { ...usualSettings, mostNewPosts: random.whole(1, 2) } };
}

function randomCandidate(random: Random, id: number): Candidate {
  const held = skills.filter(() => random.chance(0.4));
  const expired = held.filter(() => random.chance(0.3));
  const load = random.whole(0, 7);
  return makeCandidate({
    ...{ id, kind: random.pick(kinds), load, expired },
    skills: held.filter((skill) => !expired.includes(skill)),
    teams: random.chance(0.5) ? [random.whole(1, 4)] : [],
    teamKinds: random.chance(0.4) ? ['forest'] : [],
    roles: random.chance(0.3) ? ['station leader'] : [],
    availability: random.pick([null, null, mornings, evenings]),
    usual: Array.from({ length: random.whole(0, 3) }, () => ({
      from: random.pick(['home', 'cell', 'team', 'station'] as const),
      position: somewhere(random),
    })),
    areas: [random.whole(1, 6)],
    spare: load > 5 && random.chance(0.5) ? [{ assignmentId: id * 10, place: 'cell 7' }] : [],
  });
}

function randomPost(random: Random, index: number, candidates: readonly Candidate[]): OpenPost {
  const owner = random.whole(1, 6);
  const isArea = random.chance(0.3);
  return makePost({
    gapId: `gap-${index}`,
    ...(isArea ? { areaId: owner } : { cellId: 10 * owner + random.whole(0, 2) }),
    ...{ ownerAreaId: owner, townshipId: owner % 2, ruleId: index },
    requires: randomRequirement(random),
    missing: random.whole(1, 4),
    priority: random.pick(['high', 'normal', 'low'] as const),
    position: [119.4 + 0.2 * owner, 49 + 0.01 * random.whole(0, 20)],
    present: candidates.filter(() => random.chance(0.05)).map(({ id }) => id),
  });
}

function randomRequirement(random: Random): Requirement {
  const maybe = <T>(chance: number, value: T) => (random.chance(chance) ? value : undefined);
  return {
    kind: maybe(0.5, random.pick(kinds)),
    role: maybe(0.2, random.pick(['guard', 'steward'])),
    skill: maybe(0.3, random.pick(skills)),
    teamKind: maybe(0.1, 'forest'),
    alsoRole: maybe(0.1, 'station leader'),
    hours: maybe(0.2, random.pick([mornings, evenings])),
  };
}

function somewhere(random: Random): [number, number] {
  return [random.between(119.4, 120.8), random.between(48.8, 49.4)];
}
