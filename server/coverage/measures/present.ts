import { clip, type Interval, lengthOf, outside, union } from '../interval.ts';

/** A time in which somebody was at a place, without the reporting gaps inside. Epoch ms. */
export type Present = {
  /** Negative for a device that nobody carried: somebody all the same. */
  personId: number;
  enteredAt: number;
  leftAt: number;
  gaps: readonly Interval[];
};

/** When somebody was seen there. */
function seenOf({ enteredAt, leftAt, gaps }: Present): Interval[] {
  return gaps.reduce<Interval[]>(
    (rest, gap) => rest.flatMap((one) => outside([one], gap)),
    [[enteredAt, leftAt]],
  );
}

/** How long somebody was seen there inside of a stretch, in ms. */
export function dwellInside({ enteredAt, leftAt, gaps }: Present, [from, to]: Interval): number {
  const inside: Interval = [Math.max(enteredAt, from), Math.min(leftAt, to)];
  return inside[0] >= inside[1] ? 0 : inside[1] - inside[0] - lengthOf(clip(gaps, inside));
}

/** When a stay has lasted so long without its reporting gaps; null where it never did. */
export function lastedAt(present: Present, forMs: number): number | null {
  let lacking = forMs;
  for (const [from, to] of seenOf(present)) {
    if (to - from >= lacking) return from + lacking;
    lacking -= to - from;
  }
  return null;
}

/**
 * When at least so many people were there at once (METHODS B2: M_q). One person on two devices is there once; two who walk
 * together are two people and one presence.
 */
export function mannedBy(presences: readonly Present[], atLeast: number): Interval[] {
  const byPerson = new Map<number, Interval[]>();
  for (const present of presences) {
    const seen = byPerson.get(present.personId) ?? [];
    seen.push(...seenOf(present));
    byPerson.set(present.personId, seen);
  }
  const each = [...byPerson.values()].map(union);
  if (atLeast === 1) return union(each.flat());
  const steps = each
    .flat()
    .flatMap(([from, to]): [at: number, more: number][] => [
      [from, 1],
      [to, -1],
    ])
    .sort(([a, more], [b, less]) => a - b || less - more);
  const manned: Interval[] = [];
  let [count, since] = [0, 0];
  for (const [at, more] of steps) {
    if (count < atLeast && count + more >= atLeast) since = at;
    if (count >= atLeast && count + more < atLeast && at > since) manned.push([since, at]);
    count += more;
  }
  return union(manned);
}

/** The longest stretch of the ordered time in which nobody was there; null where there is none. */
export function longestHole(manned: readonly Interval[], ordered: readonly Interval[]): Interval | null {
  let longest: Interval | null = null;
  for (const stretch of union(ordered)) {
    let from = stretch[0];
    for (const [start, end] of [...clip(manned, stretch), [stretch[1], stretch[1]] as const]) {
      if (start > from && (longest === null || start - from > longest[1] - longest[0]))
        longest = [from, start];
      from = Math.max(from, end);
    }
  }
  return longest;
}
