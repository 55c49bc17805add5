import { useEffect, useMemo, useState } from 'react';

/** The last hours until now, or dates of the operator's time zone, half-open. */
export type Period = { hours: number } | { from: string; to: string };

export const presets = [24, 168, 336, 720];
export const defaultPeriod: Period = { hours: 168 };

const hourMillis = 3_600_000;
const refreshMillis = 120_000;
const isoDay = /^\d{4}-\d{2}-\d{2}$/;

/** Reads a period of the address; anything else is the default. */
export function parsePeriod(search: URLSearchParams): Period {
  const from = search.get('from') ?? '';
  const to = search.get('to') ?? '';
  if (isDay(from) && isDay(to) && from < to) return { from, to };
  const hours = Number(search.get('hours'));
  return presets.includes(hours) ? { hours } : defaultPeriod;
}

/** Whether an address asks for a period that is none: a date that does not exist, or an end that is not after the beginning. */
export function isPeriodMisread(search: URLSearchParams): boolean {
  const read = parsePeriod(search);
  if ('from' in read) return false;
  const hours = search.get('hours');
  return search.has('from') || search.has('to') || (hours !== null && Number(hours) !== read.hours);
}

/** A date of the calendar from the year 1 to 9999. */
export function isDay(text: string): boolean {
  if (!isoDay.test(text) || text < '0001') return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The day after an ISO date, or so many days after. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * hourMillis).toISOString().slice(0, 10);
}

let minute = 0;

/** The end of a minute not long past, the same for all who ask within two, so that their query keys are the same. */
function recentMinute(): number {
  if (Date.now() >= minute + refreshMillis) minute = Math.ceil((Date.now() + 1) / 60_000) * 60_000;
  return minute;
}

/** The period as the server takes it, now. */
export const currentBounds = (period: Period) => boundsOf(period, recentMinute());

function boundsOf(period: Period, until: number): { from: string; to: string } {
  if (!('hours' in period)) return { from: period.from, to: period.to };
  return {
    from: new Date(until - period.hours * hourMillis).toISOString(),
    to: new Date(until).toISOString(),
  };
}

/** The period as the server takes it; one of hours moves on every two minutes. */
export function usePeriodBounds(period: Period): { from: string; to: string } {
  const [until, setUntil] = useState(recentMinute);
  useEffect(() => {
    const timer = setInterval(() => setUntil(recentMinute()), refreshMillis);
    return () => clearInterval(timer);
  }, []);
  const key = 'hours' in period ? period.hours : `${period.from} ${period.to}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the period's value
  return useMemo(() => boundsOf(period, until), [key, until]);
}
