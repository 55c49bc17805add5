import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import { msColumn } from '../../server/tracks/columns.ts';
import { flag } from '../../server/tracks/flag.ts';
import { rereadHours } from '../../server/tracks/reread-period.ts';
import { hourMs } from '../../server/tracks/thresholds.ts';
import { storedOf } from '../tracks/movement.ts';
import type { Member } from './fleet.ts';

/** Flags that a fix has whatever its neighbours are; the others are to be found again. */
const ownFlags =
  flag.timeSuspect | flag.nullIsland | flag.lowAccuracy | flag.mockLocation | flag.notPositioned;

export type Derived = { tracks: number; visits: number; faults: string[] };

/**
 * Takes away every track, visit and verdict, reads the stored fixes again from nothing, and tells where what comes out
 * is not what was there.
 */
export async function checkDerived(db: Knex, fleet: readonly Member[]): Promise<Derived> {
  const derived: Derived = { tracks: 0, visits: 0, faults: [] };
  for (const { deviceId, protocol } of fleet) {
    const before = await storedOf(db, deviceId);
    await forget(db, deviceId);
    await rereadHours(db, deviceId, await hoursWithFixes(db, deviceId));
    const after = await storedOf(db, deviceId);
    derived.tracks += after.tracks.length;
    derived.visits += after.visits.length;
    for (const what of ['fixes', 'tracks', 'visits', 'points'] as const) {
      if (isDeepStrictEqual(before[what], after[what])) continue;
      derived.faults.push(
        `Device ${deviceId} (${protocol}): its ${nameOf[what]} differ from what its fixes come to: ` +
          `${firstDifference(before[what], after[what])}.`,
      );
    }
  }
  return derived;
}

const nameOf = { fixes: 'verdicts', tracks: 'tracks', visits: 'visits', points: 'resume points' };

async function forget(db: Knex, deviceId: number): Promise<void> {
  for (const table of ['tracks', 'visits', 'resume_points'])
    await db(table).where({ device_id: deviceId }).delete();
  await db.raw('update fixes set flags = flags & :ownFlags where device_id = :deviceId', {
    ownFlags,
    deviceId,
  });
}

async function hoursWithFixes(db: Knex, deviceId: number): Promise<number[]> {
  const { rows } = await db.raw(
    `select distinct floor(${msColumn('recorded_at')} / ${hourMs}) * ${hourMs} as hour from fixes
     where device_id = :deviceId and flags & ${flag.timeSuspect} = 0 order by hour`,
    { deviceId },
  );
  return rows.map(({ hour }: { hour: number }) => Number(hour));
}

function firstDifference(before: readonly unknown[], after: readonly unknown[]): string {
  const at = before.findIndex((row, index) => !isDeepStrictEqual(row, after[index]));
  const place = at < 0 ? before.length : at;
  return `${before.length} and ${after.length} rows, first ${JSON.stringify(before[place])} and ${JSON.stringify(after[place])}`;
}
