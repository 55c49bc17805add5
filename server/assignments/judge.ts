import { earlierEnd, endsAfter, type NewAssignment, placeKey } from './new-assignment.ts';
import type { Existing, Refused } from './refusal.ts';

export type KnownPerson = {
  name: string;
  joinedOn: string | null;
  joinsAt: Date | null;
  leftOn: string | null;
  leavesAt: Date | null;
};
export type Period = { from: Date; to: Date | null };
/** `inForce` of an area is null: it is always there. */
export type KnownPlace = { name: string; isCovered: boolean; inForce: readonly Period[] | null };

/** What is known of those who and where are wanted, as it is while the people are held. */
export type Facts = {
  /** Those whom the scope covers. */
  people: ReadonlyMap<number, KnownPerson>;
  /** By `placeKey`. */
  places: ReadonlyMap<string, KnownPlace>;
  /** By the place in the list of what is wanted: what it overlaps. */
  existing: ReadonlyMap<number, Existing>;
};

type Options = {
  /** Who leaves before the end is entered until then, not refused. */
  endsAtLeaving: boolean;
  /** What is only restored had been: in a cell that no plan holds any more, or before the day of joining now on file. */
  isRestored?: boolean;
};

export type Verdict =
  | { taken: NewAssignment; shortenedBy: 'plan' | 'leaving' | null }
  | { taken?: undefined; refused: Refused };

export type Judged = {
  taken: NewAssignment[];
  /** Of those that are taken. */
  shortened: { row: NewAssignment; by: 'plan' | 'leaving' }[];
  refused: Refused[];
};

/** Parts what can be entered from what cannot, one by one. */
export function judge(wanted: readonly NewAssignment[], facts: Facts, options: Options): Judged {
  const judged: Judged = { taken: [], shortened: [], refused: [] };
  wanted.forEach((row, index) => {
    const verdict = judgeOne(row, facts, facts.existing.get(index), options);
    if (!verdict.taken) {
      judged.refused.push(verdict.refused);
      return;
    }
    judged.taken.push(verdict.taken);
    if (verdict.shortenedBy) judged.shortened.push({ row: verdict.taken, by: verdict.shortenedBy });
  });
  return judged;
}

/** A cell that comes with a later plan is entered from that plan's beginning on. */
export function judgeOne(
  row: NewAssignment,
  { people, places }: Pick<Facts, 'people' | 'places'>,
  existing: Existing | undefined,
  { endsAtLeaving, isRestored = false }: Options,
): Verdict {
  const person = people.get(row.personId);
  const place = places.get(placeKey(row));
  const refuse = (reason: Refused['reason']): Verdict => ({
    refused: {
      reason,
      assignmentId: null,
      row,
      personName: person?.name ?? null,
      placeName: place?.isCovered ? place.name : null,
      joinedOn: person?.joinedOn ?? null,
      leftOn: person?.leftOn ?? null,
      existing: existing ?? null,
    },
  });
  if (!person) return refuse('person-not-found');
  if (!place?.isCovered) return refuse('place-not-found');
  const from = isRestored ? row.from : firstInForce(place, row);
  if (from === undefined) return refuse('cell-not-in-force');
  const { joinsAt, leavesAt } = person;
  if (!isRestored && joinsAt !== null && joinsAt > from) return refuse('person-not-joined');
  if (leavesAt !== null && leavesAt <= from) return refuse('person-has-left');
  const leavesEarlier = leavesAt !== null && endsAfter(row.to, leavesAt);
  if (leavesEarlier && !endsAtLeaving) return refuse('person-leaves-earlier');
  if (existing) return refuse('overlaps');
  const taken = { ...row, from, to: earlierEnd(row.to, leavesAt) };
  if (leavesEarlier) return { taken, shortenedBy: 'leaving' };
  return { taken, shortenedBy: from > row.from ? 'plan' : null };
}

/** The first instant of a period at which a place is there; undefined where it never is. */
function firstInForce({ inForce }: KnownPlace, { from, to }: Period): Date | undefined {
  if (inForce === null) return from;
  return inForce
    .filter((one) => endsAfter(one.to, from) && endsAfter(to, one.from))
    .map((one) => (one.from > from ? one.from : from))
    .sort((a, b) => a.getTime() - b.getTime())[0];
}
