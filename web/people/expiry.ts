/** How soon certificates end: a chief who reads this once a month still has time for a course. */
const soonDays = 30;
const laterDays = 90;

export type Expiry = 'expired' | 'soon' | 'later' | 'valid' | 'none';

/** The state of whoever's certificates first end on a day. Days are ISO dates; `today` is of the operator's time zone. */
export function expiryOf(endsOn: string | null, today: string): Expiry {
  if (endsOn === null) return 'none';
  if (endsOn <= today) return 'expired';
  if (endsOn <= addDays(today, soonDays)) return 'soon';
  return endsOn <= addDays(today, laterDays) ? 'later' : 'valid';
}

/** The day so many days after an ISO date. */
function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The day before which certificates end that are as urgent as asked, or more: what the server is asked for. */
export function endsBefore(urgency: 'expired' | 'soon' | 'later', today: string): string {
  return addDays(today, { expired: 0, soon: soonDays, later: laterDays }[urgency] + 1);
}
