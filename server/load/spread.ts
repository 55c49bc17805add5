/** Of a group of people: how the middle and the ends of it stand. */
export type Spread = { people: number; total: number; median: number; p10: number; p90: number };

/** Nothing is said of groups so small that everybody is at an end of them. */
const leastPeople = 5;
const muchMore = 1.5;
const muchLess = 0.5;

/** Median and tenths by linear interpolation between neighbours, as PostgreSQL's percentile_cont has them. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    people: values.length,
    total: values.reduce((sum, value) => sum + value, 0),
    median: quantile(sorted, 0.5),
    p10: quantile(sorted, 0.1),
    p90: quantile(sorted, 0.9),
  };
}

/**
 * Over-loaded: beyond the upper tenth and by half more than the median. Under-loaded: below the lower tenth and at most
 * half of the median. Null for everybody else, and for all where fewer than five are compared.
 */
export function standingOf(value: number, { people, median, p10, p90 }: Spread): 'over' | 'under' | null {
  if (people < leastPeople) return null;
  if (value >= p90 && value > median * muchMore) return 'over';
  if (value <= p10 && value < median * muchLess) return 'under';
  return null;
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const lower = sorted[Math.floor(place)] ?? 0;
  const upper = sorted[Math.ceil(place)] ?? lower;
  return lower + (upper - lower) * (place - Math.floor(place));
}
