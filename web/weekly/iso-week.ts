const dayMs = 86_400_000;

/** The Monday of an ISO week such as 2026-W08, as a date. */
export function mondayOf(week: string): string {
  const [year = 0, number = 1] = week.split('-W').map(Number);
  // The fourth of January always lies in the first week.
  const fourth = Date.UTC(year, 0, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return new Date(fourth - weekday * dayMs + (number - 1) * 7 * dayMs).toISOString().slice(0, 10);
}

/** The ISO week that a date lies in. */
export function weekOfDate(date: string): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  const thursday = at + (3 - ((new Date(at).getUTCDay() + 6) % 7)) * dayMs;
  const year = new Date(thursday).getUTCFullYear();
  const number = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * dayMs)) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

/** So many weeks later, or earlier. */
export function addWeeks(week: string, weeks: number): string {
  const monday = Date.parse(`${mondayOf(week)}T00:00:00Z`);
  return weekOfDate(new Date(monday + weeks * 7 * dayMs).toISOString().slice(0, 10));
}
