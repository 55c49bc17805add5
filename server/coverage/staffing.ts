import type { Interval } from './interval.ts';
import type { Judgement } from './patrol.ts';

/** A person who counts for a requirement, for so long. Epoch ms; `to` is Infinity while there is no end. */
export type Post = { personId: number; from: number; to: number };

/**
 * So many different people at every instant of the period, from when the obligation began. Unmet: too few at its last
 * instant, `at`; since the people were last enough. Late: too few at some time in it, and enough at the end.
 */
export function judgeStaffing(
  atLeast: number,
  posts: readonly Post[],
  obligedFrom: number,
  { from, at }: { from: number; at: number },
): Judgement {
  const judgedFrom = Math.max(from, obligedFrom);
  const changes = changesOf(posts);
  let count = 0;
  let shortSince: number | null = Number.NEGATIVE_INFINITY;
  let wasShort = false;
  for (const [instant, change] of changes) {
    if (instant > at) break;
    count += change;
    if (count < atLeast) {
      shortSince ??= instant;
    } else if (shortSince !== null) {
      wasShort ||= instant > judgedFrom;
      shortSince = null;
    }
  }
  if (shortSince !== null)
    return { state: 'unmet', since: Math.max(shortSince, obligedFrom), missing: atLeast - count };
  return { state: wasShort ? 'late' : 'met' };
}

/** How many more or fewer different people there are from which instant on, in order, one entry an instant. */
function changesOf(posts: readonly Post[]): [instant: number, change: number][] {
  const changes = new Map<number, number>();
  const change = (instant: number, by: number) => changes.set(instant, (changes.get(instant) ?? 0) + by);
  for (const [from, to] of onceAPerson(posts)) {
    change(from, 1);
    change(to, -1);
  }
  return [...changes].sort(([a], [b]) => a - b);
}

/** A person in two roles, or in a cell and its village, is one person. */
function onceAPerson(posts: readonly Post[]): Interval[] {
  const sorted = posts.toSorted((a, b) => a.personId - b.personId || a.from - b.from);
  const merged: { personId: number; from: number; to: number }[] = [];
  for (const post of sorted) {
    const last = merged.at(-1);
    if (last && last.personId === post.personId && post.from <= last.to) last.to = Math.max(last.to, post.to);
    else merged.push({ ...post });
  }
  return merged.map(({ from, to }) => [from, to]);
}
