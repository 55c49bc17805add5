import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { openGaps } from '../coverage/gap-list.ts';
import type { FoundGap } from '../coverage/gaps.ts';
import type { Viewer } from '../coverage/viewer.ts';
import type { Language } from '../http/problem.ts';
import { rulesInForce } from '../rules/queries.ts';
import { type PersonFacts, readPeople, townshipsOf } from './candidate-queries.ts';
import { candidateOf, typicalLoads } from './candidates.ts';
import { openPosts } from './open-posts.ts';
import { ownAreas } from './own-areas.ts';
import type { Candidate, OpenPost, Priority, Settings } from './post.ts';
import { spareTest } from './spare.ts';

/** Where and when: `peopleScope` covers who may be sent, the viewer the places. */
export type Situation = {
  viewer: Viewer;
  peopleScope: Scope;
  planId: number | null;
  cellId: number | null;
  at: Date;
  language: Language;
  timeZone: string;
};

export type Wish = Pick<Settings, 'maxKilometres' | 'mostNewPosts' | 'teamsTogether' | 'twoPeople'>;

export const usualWish: Wish = { maxKilometres: 30, mostNewPosts: 3, teamsTogether: false, twoPeople: false };

export function readGaps(
  db: Knex,
  { viewer, planId, cellId, at, language, timeZone }: Situation,
): Promise<FoundGap[]> {
  return openGaps(db, viewer, { planId, cellId, at: at.getTime(), language, timeZone });
}

export type Gathered = {
  posts: OpenPost[];
  candidates: Candidate[];
  settings: Settings;
  people: PersonFacts[];
};

/** The gaps as posts, and everybody who may be sent. */
export async function gather(
  db: Knex,
  { peopleScope, at, timeZone }: Situation,
  gaps: readonly FoundGap[],
  wish: Wish,
  priorities: ReadonlyMap<number, Priority> = new Map(),
): Promise<Gathered> {
  const owners = gaps.flatMap((gap) => ('cell' in gap ? (gap.cell.ownerAreaId ?? []) : gap.area.id));
  const [people, rules, townships] = await Promise.all([
    readPeople(db, peopleScope, at, timeZone),
    rulesInForce(db, { from: at, to: at }),
    townshipsOf(db, [...new Set(owners)]),
  ]);
  const ownAreasOf = await ownAreas(db, gaps, timeZone);
  const settings: Settings = { ...wish, typicalLoad: typicalLoads(people) };
  const isSpare = spareTest(people, rules);
  // Land that nobody answers for comes before what a rule asks for, as in the list of gaps.
  const priorityOf = (ruleId: number | null): Priority =>
    ruleId === null ? 'high' : (priorities.get(ruleId) ?? 'normal');
  return {
    posts: openPosts(gaps, people, townships, priorityOf, ownAreasOf),
    candidates: people.map((person) => candidateOf(person, settings, isSpare)),
    ...{ settings, people },
  };
}

/** A gap's id without since when it is open, which changes when somebody comes and goes. */
export function postKey(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}

/** Of a gap's id: the cell that it names, so that no other is judged. */
export function cellOfGap(id: string): number | null {
  const found = /-c(\d+)-/.exec(id);
  return found ? Number(found[1]) : null;
}
