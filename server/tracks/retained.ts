import { DateTime } from 'luxon';

/**
 * Beginning of the oldest month (UTC, as the partitions are cut) whose positions are kept; undefined keeps for ever.
 * Nothing older is taken, since it would be dropped at once.
 */
export function keptSince(retentionMonths: number, now: number): number | undefined {
  if (retentionMonths === 0) return undefined;
  return DateTime.fromMillis(now, { zone: 'utc' })
    .minus({ months: retentionMonths })
    .startOf('month')
    .toMillis();
}
