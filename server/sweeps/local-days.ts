import { DateTime } from 'luxon';

/** A local day with its ends in epoch ms. */
export type LocalDay = { day: string; from: number; to: number };

const dayMs = 86_400_000;

/** The first and last UTC day that a local day meets, as days since 1970. */
export function utcDaysOf({ from, to }: LocalDay): [first: number, last: number] {
  return [Math.floor(from / dayMs), Math.floor((to - 1) / dayMs)];
}

/** What stays the same while the lines of a local day do; nothing where it has none. */
export function signatureOf(day: LocalDay, ofUtcDays: ReadonlyMap<number, string>): string {
  const [first, last] = utcDaysOf(day);
  const signatures = Array.from(
    { length: last - first + 1 },
    (_, index) => ofUtcDays.get(first + index) ?? '',
  );
  return signatures.every((one) => one === '') ? '' : signatures.join(' ');
}

/**
 * The local days that a half-open period touches, in order; of these only what meets the UTC days from the first to the
 * last, as days since 1970: a period from the year 1 has very many.
 */
export function localDaysOf(
  period: readonly [number, number],
  [firstUtc, lastUtc]: readonly [number, number],
  timeZone: string,
): LocalDay[] {
  const [from, to] = [Math.max(period[0], firstUtc * dayMs), Math.min(period[1], (lastUtc + 1) * dayMs)];
  const days: LocalDay[] = [];
  let start = DateTime.fromMillis(from, { zone: timeZone }).startOf('day');
  while (start.toMillis() < to) {
    const next = start.plus({ days: 1 }).startOf('day');
    days.push({ day: start.toISODate() ?? '', from: start.toMillis(), to: next.toMillis() });
    start = next;
  }
  return days;
}
