import { type CostParts, costOf, knows, totalOf } from '../matching/cost.ts';
import { type Nearest, nearestUsual } from '../matching/distance.ts';
import { unfit } from '../matching/filter.ts';
import type { Candidate, Hours, OpenPost, Requirement, Settings } from '../matching/post.ts';
import type { Engagement, Spot } from './queries.ts';
import { type TalentFilter, talentFilters } from './talent.ts';

/** Who is wanted: what a post asks, a language, a team, and to be free at the time. */
export type Wanted = {
  requires: Pick<Requirement, 'kind' | 'skill' | 'teamKind'>;
  hours: Hours;
  language: string | undefined;
  team: number | undefined;
  assigned: 'bound' | 'anywhere' | 'any';
  withinKilometres: number | undefined;
};

export type Chosen = {
  person: Candidate;
  nearest: Nearest | null;
  knowsPlace: boolean;
  cost: CostParts;
  total: number;
};

export type Choice = { chosen: Chosen[]; passedOver: { filter: TalentFilter; count: number }[] };

type Pool = {
  candidates: readonly Candidate[];
  engagementOf: (personId: number) => Engagement;
  isBound: (personId: number) => boolean;
  typicalLoad: Settings['typicalLoad'];
};

/** Everybody who is wanted and free, the cheapest first, and how many of the others by the first thing against them. */
export function choose({ candidates, typicalLoad, ...pool }: Pool, wanted: Wanted, spot: Spot): Choice {
  const post = postAt(wanted, spot);
  const settings: Settings = {
    maxKilometres: wanted.withinKilometres ?? 0,
    mostNewPosts: 1,
    typicalLoad,
    teamsTogether: false,
    twoPeople: false,
  };
  const counts = new Map<TalentFilter, number>();
  const chosen: Chosen[] = [];
  for (const person of candidates) {
    const nearest = spot.position && nearestUsual(person, spot.position);
    const against = firstAgainst(person, nearest, wanted, spot, pool);
    if (against) {
      counts.set(against, (counts.get(against) ?? 0) + 1);
      continue;
    }
    const cost = costOf(person, post, settings);
    chosen.push({ person, nearest, knowsPlace: knows(person, post), cost, total: totalOf(cost) });
  }
  return {
    chosen: chosen.sort((a, b) => a.total - b.total || a.person.id - b.person.id),
    passedOver: talentFilters.flatMap((filter) => {
      const count = counts.get(filter);
      return count === undefined ? [] : [{ filter, count }];
    }),
  };
}

function firstAgainst(
  person: Candidate,
  nearest: Nearest | null,
  wanted: Wanted,
  spot: Spot,
  { engagementOf, isBound }: Pick<Pool, 'engagementOf' | 'isBound'>,
): TalentFilter | undefined {
  const { languages, isOnDuty, isPosted } = engagementOf(person.id);
  const { requires, hours, language, team, assigned, withinKilometres } = wanted;
  const against = new Set<string>(unfit(person, { ...requires, hours }));
  if (team !== undefined && !person.teams.includes(team)) against.add('team');
  if (language !== undefined && !languages.includes(language)) against.add('language');
  if (isOnDuty) against.add('on-duty');
  if (assigned === 'bound' && (isPosted || isBound(person.id))) against.add('assigned');
  if (assigned === 'anywhere' && person.load > 0) against.add('assigned');
  if (spot.position && nearest === null) against.add('no-place');
  if (nearest && withinKilometres !== undefined && nearest.kilometres > withinKilometres)
    against.add('too-far');
  return talentFilters.find((filter) => against.has(filter));
}

/** The task as a post, so that it is ranked as posts are. */
function postAt({ requires }: Wanted, { position, cellId, areaId, ownerAreaId }: Spot): OpenPost {
  const place = cellId === null ? { cellId: null, areaId: areaId ?? 0 } : { cellId, areaId: null };
  return {
    ...place,
    ...{ gapId: '', ruleId: null, requires, missing: 1, priority: 'normal' },
    ...{ position, ownerAreaId, townshipId: null, present: [] },
  };
}
