import type { Knex } from 'knex';
import { retrying } from '../database/retry.ts';
import { cellsInForce } from '../plans/cells-in-force.ts';
import { msColumn, timestampOf } from './columns.ts';
import { carrierLookup, loadCarriers, type Period } from './custody.ts';
import { lockDevice } from './device-state.ts';
import { lastFixesAt, updateUndated } from './fixes-store.ts';
import { reread } from './reread.ts';
import { dayMs, hourMs, longestPauseMs } from './thresholds.ts';
import { thresholdsInForce } from './thresholds-in-force.ts';

const hoursATime = 24;

/**
 * Reads again what a device recorded in a half-open period, with the carriers and cells as they are known now. Each
 * day of it is a transaction of its own, after which everything stored is consistent.
 */
export async function rereadPeriod(db: Knex, deviceId: number, period: Period): Promise<void> {
  const hours = await hoursWithTracks(db, deviceId, period);
  for (let first = 0; first < hours.length; first += hoursATime)
    await retrying(() =>
      db.transaction((trx) => rereadHours(trx, deviceId, hours.slice(first, first + hoursATime))),
    );
}

/** Judges again the accuracy of the fixes that take no part in reading, for their time is suspect. */
export function rejudgeUndated(db: Knex, deviceId: number): Promise<void> {
  return retrying(() =>
    db.transaction(async (trx) => {
      const { kind } = await lockDevice(trx, deviceId);
      await updateUndated(trx, deviceId, (await thresholdsInForce(trx))(kind));
    }),
  );
}

/** Reads these whole hours of a device again, each given by its beginning, and what they touch, in one transaction. */
export async function rereadHours(db: Knex, deviceId: number, hours: readonly number[]): Promise<void> {
  const { kind } = await lockDevice(db, deviceId);
  const lastAt = (await lastFixesAt(db, [deviceId])).get(deviceId) ?? Number.NEGATIVE_INFINITY;
  const cells = await cellsInForce(db);
  const around = {
    thresholds: (await thresholdsInForce(db))(kind),
    carrierAt: carrierLookup(await loadCarriers(db, deviceId)),
    cellsAt: cells.locate,
  };
  const changed = hours.map((from) => ({ from, to: from + hourMs }));
  await reread(db, { deviceId, around, cellsRevision: cells.revision, lastAt }, joined(changed));
}

/**
 * The hours of a period in which the device has a track or a pause after one, in order. With the pause, for fixes that
 * wait for their verdict at the end of an hour look there as they did before, though their carrier or cells differ. What pause it is may
 * have been another when they were read.
 */
async function hoursWithTracks(db: Knex, deviceId: number, { from, to }: Period): Promise<number[]> {
  const { rows } = await db.raw(
    `select ${msColumn('started_at')} as "startedAt", ${msColumn('ended_at')} as "endedAt" from tracks
     where device_id = :deviceId and started_at >= cast(:since as timestamptz) and started_at < cast(:to as timestamptz)
       and ended_at >= cast(:from as timestamptz)
     order by started_at`,
    { deviceId, since: timestampOf(from - 2 * dayMs), from: timestampOf(from), to: timestampOf(to) },
  );
  const hours = new Set<number>();
  for (const { startedAt, endedAt } of rows) {
    const last = Math.min(endedAt, to - 1) + longestPauseMs;
    const first = Math.floor(Math.max(startedAt, from) / hourMs) * hourMs;
    for (let hour = first; hour <= last; hour += hourMs) hours.add(hour);
  }
  return [...hours].sort((a, b) => a - b);
}

function joined(hours: readonly Period[]): Period[] {
  const periods: { from: number; to: number }[] = [];
  for (const { from, to } of hours) {
    const last = periods.at(-1);
    if (last?.to === from) last.to = to;
    else periods.push({ from, to });
  }
  return periods;
}
