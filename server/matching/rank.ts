import { type CostParts, costOf, knows, totalOf } from './cost.ts';
import { nearestUsual } from './distance.ts';
import { type Filter, mostPlaces, obstacles } from './filter.ts';
import { groupBy } from './group.ts';
import { type Candidate, type MatchInput, type OpenPost, roleFor, type Usual } from './post.ts';
import { cheapestRelaxation, type Relaxation } from './relax.ts';

/** Somebody who could fill a post, and why as high as that. */
export type Ranked = {
  person: Candidate;
  role: string;
  cost: CostParts;
  total: number;
  kilometres: number | null;
  from: Usual['from'] | null;
  /** Where the person usually is, nearest to the post. */
  position: Usual['position'] | null;
  knowsPlace: boolean;
  mostPlaces: number;
};

export type Ranking = {
  ranked: Ranked[];
  /** Everybody else by the first thing that keeps them from it, in the order in which it is asked. */
  passedOver: { filter: Filter; people: Candidate[] }[];
  /** Null where enough people may. */
  relaxation: Relaxation | null;
};

/** Everybody who could fill one post, the cheapest first, and why the others not. */
export function rankFor(post: OpenPost, input: Pick<MatchInput, 'candidates' | 'settings'>): Ranking {
  const { candidates, settings } = input;
  const judged = candidates.map((person) => ({ person, first: obstacles(person, post, settings)[0] }));
  const ranked = judged
    .filter(({ first }) => first === undefined)
    .map(({ person }) => rankedOf(person, post, input))
    .sort((a, b) => a.total - b.total || a.person.id - b.person.id);
  const others = groupBy(
    judged.filter(({ first }) => first !== undefined),
    ({ first }) => first,
  );
  const passedOver = [...others].flatMap(([filter, all]) =>
    filter === undefined ? [] : [{ filter, people: all.map(({ person }) => person) }],
  );
  const missing = post.missing - ranked.length;
  const may = new Set(ranked.map(({ person }) => person));
  return {
    ranked,
    passedOver: passedOver.sort((a, b) => b.people.length - a.people.length),
    relaxation:
      missing > 0
        ? cheapestRelaxation(
            { ...input, posts: [post] },
            post,
            missing,
            () => false,
            (one) => may.has(one),
          )
        : null,
  };
}

function rankedOf(person: Candidate, post: OpenPost, { settings }: Pick<MatchInput, 'settings'>): Ranked {
  const nearest = post.position && nearestUsual(person, post.position);
  const cost = costOf(person, post, settings);
  return {
    ...{ person, cost, total: totalOf(cost), role: roleFor(post.requires, person.kind) },
    kilometres: nearest ? Math.round(nearest.kilometres * 10) / 10 : null,
    from: nearest?.usual.from ?? null,
    position: nearest?.usual.position ?? null,
    ...{ knowsPlace: knows(person, post), mostPlaces: mostPlaces(person, settings) },
  };
}
