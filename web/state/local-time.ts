/** What a `datetime-local` field holds (minutes, no zone) for an instant, in a time zone. */
export function toLocalField(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    at,
  );
  return parts.replace(' ', 'T');
}

/**
 * The instant (RFC 3339) that a `datetime-local` value means in a time zone. Found by asking what the zone shows
 * at the same reading in UTC, and once more for the hours around a change of offset.
 */
export function fromLocalField(value: string, timeZone: string): string {
  const asUtc = Date.parse(`${value}:00Z`);
  const guess = asUtc - offsetMillis(asUtc, timeZone);
  return new Date(asUtc - offsetMillis(guess, timeZone)).toISOString();
}

function offsetMillis(instant: number, timeZone: string): number {
  const minute = Math.floor(instant / 60_000) * 60_000;
  return Date.parse(`${toLocalField(new Date(minute), timeZone)}:00Z`) - minute;
}
