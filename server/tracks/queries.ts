import type { Knex } from 'knex';
import { msColumn, timestampOf } from './columns.ts';
import type { ReadFix } from './fix.ts';
import { flag } from './flag.ts';
import { dayMs } from './thresholds.ts';

/** Ids of the tracks that hold at least one of these fixes, which are in order. */
export async function tracksHolding(db: Knex, deviceId: number, kept: readonly ReadFix[]): Promise<number[]> {
  const fixes = kept.filter(({ own }) => (own & flag.timeSuspect) === 0);
  const [first, last] = [fixes[0], fixes.at(-1)];
  if (!first || !last) return [];
  const { rows } = await db.raw(
    `select id, ${msColumn('started_at')} as "startedAt", ${msColumn('ended_at')} as "endedAt" from tracks
     where device_id = :deviceId and started_at >= cast(:from as timestamptz) and started_at <= cast(:to as timestamptz)
     order by started_at`,
    { deviceId, from: timestampOf(first.at - 2 * dayMs), to: timestampOf(last.at) },
  );
  const ids: number[] = [];
  let next = 0;
  for (const { id, startedAt, endedAt } of rows) {
    while (next < fixes.length && (fixes[next] as ReadFix).at < startedAt) next++;
    if (next < fixes.length && (fixes[next] as ReadFix).at <= endedAt) ids.push(id);
  }
  return ids;
}
