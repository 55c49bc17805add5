import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { msColumn } from './columns.ts';
import { flag, usedCondition } from './flag.ts';
import type { DrawnFix } from './line.ts';
import type { ListedTrack } from './list.ts';
import { longestLegMs, type Thresholds } from './thresholds.ts';
import { thresholdsInForce } from './thresholds-in-force.ts';
import { landCondition } from './visible.ts';

export type TrackFix = DrawnFix & {
  altitudeMetres: number | null;
  speedMetresPerSecond: number | null;
};

/** A track's fixes in order, and the last good one before where the same carrier's track ended just then. */
export type TrackFixes = { fixes: TrackFix[]; leadIn: TrackFix | undefined; thresholds: Thresholds };

const lookBack = `interval '${longestLegMs} milliseconds'`;

/** The fixes of some tracks; of those seen in part, the ones elsewhere are hidden. */
export async function loadTrackFixes(
  db: Knex,
  scope: Scope,
  tracks: readonly ListedTrack[],
): Promise<Map<number, TrackFixes>> {
  const thresholdsOf = await thresholdsInForce(db);
  const drawn = new Map<number, TrackFixes>(
    tracks.map(({ id, deviceKind }) => [
      id,
      { fixes: [], leadIn: undefined, thresholds: thresholdsOf(deviceKind) },
    ]),
  );
  if (tracks.length === 0) return drawn;
  const land = landCondition(scope, 'lon_e7', 'lat_e7');
  const { rows } = await db.raw(
    `select asked.id as "trackId", fixes.recorded_at < asked.started_at as "isBefore",
       ${msColumn('fixes.recorded_at')} as at, lon_e7 as "lonE7", lat_e7 as "latE7", flags,
       break_before as "breakBefore", altitude_metres as "altitudeMetres",
       speed_metres_per_second as "speedMetresPerSecond",
       case when is_whole then false else not ${land.sql} end as hidden
     from (
       select track.*, is_whole,
         exists (select from tracks earlier where earlier.device_id = track.device_id
           and earlier.started_at < track.started_at and earlier.started_at >= track.started_at - interval '2 days'
           and earlier.ended_at >= track.started_at - ${lookBack}
           and earlier.person_id is not distinct from track.person_id) as leads_in
       from unnest(cast(:ids as bigint[]), cast(:wholes as boolean[])) as wanted(id, is_whole)
       join tracks track on track.id = wanted.id
     ) asked join fixes on fixes.device_id = asked.device_id and fixes.recorded_at <= asked.ended_at
       and fixes.recorded_at >= asked.started_at - ${lookBack}
       and (fixes.recorded_at >= asked.started_at or (leads_in and ${usedCondition('fixes.flags')}))
     where fixes.recorded_at between cast(:first as timestamptz) - interval '1 hour' and cast(:last as timestamptz)
       and fixes.flags & ${flag.timeSuspect} = 0
     order by asked.id, fixes.recorded_at, lon_e7, lat_e7`,
    {
      ...land.bindings,
      ids: tracks.map(({ id }) => id),
      wholes: tracks.map(({ isWhole }) => isWhole),
      first: new Date(Math.min(...tracks.map(({ from }) => from.getTime()))),
      last: new Date(Math.max(...tracks.map(({ to }) => to.getTime()))),
    },
  );
  for (const { trackId, isBefore, ...fix } of rows) {
    const track = drawn.get(trackId);
    if (isBefore && track) track.leadIn = fix.hidden ? undefined : fix;
    else track?.fixes.push(fix);
  }
  return drawn;
}
