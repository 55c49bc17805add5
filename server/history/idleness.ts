import type { Interval } from '../coverage/interval.ts';

/** How long a place stayed unvisited, in seconds (METHODS B2; Machado 2002, Almeida 2004). */
export type Idleness = {
  /** Of an instant of the period taken at random: the time since somebody was there, on average. */
  meanSeconds: number;
  worstSeconds: number;
  /** Epoch ms. */
  worstFrom: number;
  worstTo: number;
  /** At nine of ten instants it was no longer than this since somebody was there. */
  p90Seconds: number;
};

/**
 * The idleness of a period from the times somebody was there, in order and without overlaps: mean = sum of g² / 2T over
 * the gaps g and the period's length T, worst = the longest gap. Both ends count: the time before the first visit runs
 * from the beginning of the period, that after the last to its end. Null for a period without length.
 */
export function idlenessOf(present: readonly Interval[], [from, to]: Interval): Idleness | null {
  const lengthMs = to - from;
  if (lengthMs <= 0) return null;
  const gaps = gapsOf(present, [from, to]);
  let squares = 0;
  let worst: Interval = [from, from];
  for (const gap of gaps) {
    const length = gap[1] - gap[0];
    squares += length * length;
    if (length > worst[1] - worst[0]) worst = gap;
  }
  return {
    meanSeconds: squares / (2 * lengthMs) / 1000,
    worstSeconds: (worst[1] - worst[0]) / 1000,
    worstFrom: worst[0],
    worstTo: worst[1],
    p90Seconds: quantileMs(gaps, lengthMs, 0.9) / 1000,
  };
}

function gapsOf(present: readonly Interval[], [from, to]: Interval): Interval[] {
  const gaps: Interval[] = [];
  let free = from;
  for (const [begin, end] of present) {
    if (begin > free) gaps.push([free, Math.min(begin, to)]);
    free = Math.max(free, end);
  }
  if (free < to) gaps.push([free, to]);
  return gaps;
}

/**
 * The idleness that a share of all instants do not exceed. While somebody is there it is nothing; a gap g spends as long
 * on every idleness up to g, so that the instants beyond x are those of the gaps less x.
 */
function quantileMs(gaps: readonly Interval[], lengthMs: number, share: number): number {
  const lengths = gaps.map(([from, to]) => to - from).sort((a, b) => b - a);
  const beyond = (1 - share) * lengthMs;
  let sum = 0;
  for (const [place, length] of lengths.entries()) {
    sum += length;
    const next = lengths[place + 1] ?? 0;
    const count = place + 1;
    // With the first `count` gaps longer than x, the instants beyond x are their sum less count × x.
    const x = (sum - beyond) / count;
    if (x >= next) return Math.max(0, x);
  }
  return 0;
}
