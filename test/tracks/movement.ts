import type { Knex } from 'knex';
import pino from 'pino';
import { readConfig } from '../../server/config.ts';
import type { Deps } from '../../server/deps.ts';
import type { ReportedFix } from '../../server/tracks/fix.ts';
import { ingest, type Receipt } from '../../server/tracks/ingest.ts';

export const start = Date.UTC(2026, 4, 12, 1);

export function depsOf(db: Knex, variables: NodeJS.ProcessEnv = {}): Deps {
  return {
    db,
    config: readConfig({ RETENTION_MONTHS: '0', INGEST_GROUP_MS: '0', ...variables }),
    log: pino({ level: 'silent' }),
  };
}

/** A fix some seconds after the start, some metres east and north of 120° east, 49° north. */
export function fixAt(
  seconds: number,
  eastMetres: number,
  northMetres = 0,
  more: Partial<ReportedFix> = {},
): ReportedFix {
  return {
    index: 0,
    recordedAt: start + seconds * 1000,
    lon: 120 + eastMetres / 73_150,
    lat: 49 + northMetres / 111_210,
    ...more,
  };
}

/** Fixes at a constant speed: one every `every` seconds from `from` to `to`. */
export function walk(
  from: number,
  to: number,
  { every = 20, metresPerSecond = 1.4, eastMetres = 0, northMetres = 0 } = {},
): ReportedFix[] {
  return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, step) =>
    fixAt(from + step * every, eastMetres + step * every * metresPerSecond, northMetres),
  );
}

/** Delivers fixes as a live client would, or as a file. */
export function deliver(
  deps: Deps,
  deviceId: number,
  fixes: readonly ReportedFix[],
  { isLive = true, receivedAt = start + 30 * 86_400_000 } = {},
): Promise<Receipt> {
  return ingest(deps, {
    deviceId,
    protocol: 'test',
    isLive,
    receivedAt,
    decoded: { fixes: fixes.map((fix, index) => ({ ...fix, index })), refused: [] },
  });
}

/** Everything that is stored of a device's movement, without what only says how it arrived. */
export async function storedOf(db: Knex, deviceId: number) {
  const { rows: fixes } = await db.raw(
    `select recorded_at, lon_e7, lat_e7, flags, break_before, accuracy_metres from fixes where device_id = ?
     order by recorded_at, lon_e7, lat_e7`,
    [deviceId],
  );
  const { rows: tracks } = await db.raw(
    `select person_id, started_at, ended_at, fixes, flagged, metres, moving_seconds, west_e7, south_e7, east_e7, north_e7
     from tracks where device_id = ? order by started_at`,
    [deviceId],
  );
  const { rows: visits } = await db.raw(
    `select cell_id, person_id, entered_at, left_at, metres, bridged::text as bridged, bridged_seconds, continued
     from visits where device_id = ? order by entered_at, cell_id`,
    [deviceId],
  );
  const { rows: points } = await db.raw(
    'select at::text as at, state from resume_points where device_id = ? order by at',
    [deviceId],
  );
  return { fixes, tracks, visits, points };
}
