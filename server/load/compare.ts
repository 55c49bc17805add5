import { personKinds } from '../people/person.ts';
import type { LoadAnswer, LoadMeasure, PersonLoad } from './load.ts';
import type { CountedLoad } from './queries.ts';
import { spreadOf, standingOf } from './spread.ts';

type Compared = { groups: LoadAnswer['groups']; people: PersonLoad[] };

/** Compares people with those of their own kind: an officer's cells say nothing of a volunteer's. */
export function compareLoads(counted: readonly CountedLoad[]): Compared {
  const groups = personKinds.flatMap((kind): LoadAnswer['groups'] => {
    const own = counted.filter(({ person }) => person.kind === kind);
    const of = (measure: LoadMeasure) => spreadOf(own.map((one) => one[measure]));
    if (own.length === 0) return [];
    return [{ kind, cells: of('cells'), households: of('households'), minutes: of('minutes') }];
  });
  const byKind = new Map(groups.map((group) => [group.kind, group]));
  const people = counted.map(({ isEstimated: _, ...load }): PersonLoad => {
    const group = byKind.get(load.person.kind);
    const standing = (measure: LoadMeasure) => (group ? standingOf(load[measure], group[measure]) : null);
    return {
      ...load,
      standing: {
        cells: standing('cells'),
        households: standing('households'),
        minutes: standing('minutes'),
      },
    };
  });
  return { groups, people };
}

export type LoadOrder = { sort: LoadMeasure; order: 'most' | 'least' };

/** Those who have most or least of a measure first; of equals by number. */
export function orderLoads(people: readonly PersonLoad[], { sort, order }: LoadOrder): PersonLoad[] {
  const sign = order === 'most' ? -1 : 1;
  return people.toSorted(
    (a, b) => sign * (a[sort] - b[sort]) || (a.person.number < b.person.number ? -1 : 1),
  );
}
