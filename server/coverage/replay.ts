import type { Knex } from 'knex';
import { carrierLookup, loadCarriers } from '../tracks/custody.ts';

import type { Visit as ReadVisit } from '../tracks/presence.ts';
import { beginReading, type Reading, readFix, standing } from '../tracks/reading.ts';
import { dayMs } from '../tracks/thresholds.ts';
import { thresholdsOfDevice } from '../tracks/thresholds-in-force.ts';
import type { VisitSource } from './assess.ts';
import { readFixes } from './fixes-queries.ts';
import { type Interval, lengthOf } from './interval.ts';
import { lastVisits } from './last-visits.ts';
import { type PlanOutlines, planOutlines } from './plan-outlines.ts';
import type { GapsOf } from './reporting-gaps.ts';
import type { Visits } from './visit-columns.ts';
import { groupVisits, visitTable } from './visit-table.ts';

/** A cell of such a plan is never visited where nobody came for so long, or, if a published plan shares it, ever. */
const knownDays = 31;

/** Fixes of one device that are in memory at once, about. */
const fixesAtOnce = 50_000;

/**
 * Visits of a plan's cells computed from the stored fixes, as if the plan had been in force: the same reading that
 * ingest does, of the devices that came near. A device's fixes are read a part at a time, one computation at a time.
 */
export function replaySource(db: Knex, planId: number): VisitSource {
  return {
    kind: 'replayed',
    lookbackMs: knownDays * dayMs,
    dataFrom: async () => {
      const { rows } = await db.raw(
        'select extract(epoch from min(started_at))::float8 * 1000 as at from tracks',
      );
      return rows[0].at ?? Number.POSITIVE_INFINITY;
    },
    read: (period) =>
      inTurn(async () => {
        const visits: FoundVisit[] = [];
        const outlines = await planOutlines(db, planId);
        for (const [deviceId, tracks] of await tracksNear(db, outlines, period))
          await replayDevice(db, outlines, deviceId, tracks, (visit) => {
            if (visit.leftAt > period[0] && visit.enteredAt < period[1]) visits.push({ ...visit, deviceId });
          });
        return visitTable(groupVisits(columnsOf(visits)), period, gapsOf(visits));
      }),
    lastBefore: lastVisits,
  };
}

let last: Promise<unknown> = Promise.resolve();

/** Whoever asks while another computation runs waits for it: two at once would only slow down everybody's requests. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work);
  last = turn.catch(() => undefined);
  return turn;
}

type NearTrack = { from: number; to: number; fixes: number };

/** Tracks that may have touched the plan's cells, by device and in order, with those of the day before the period. */
async function tracksNear(
  db: Knex,
  { bounds }: PlanOutlines,
  [from, to]: Interval,
): Promise<Map<number, NearTrack[]>> {
  if (!bounds) return new Map();
  const { rows } = await db.raw(
    `select device_id, json_agg(json_build_object('from', extract(epoch from started_at) * 1000,
       'to', extract(epoch from ended_at) * 1000, 'fixes', fixes) order by started_at) as tracks
     from tracks
     where started_at < :to and started_at >= cast(:from as timestamptz) - interval '2 days'
       and ended_at >= cast(:from as timestamptz) - interval '1 day'
       and west_e7 <= :east and east_e7 >= :west and south_e7 <= :north and north_e7 >= :south
     group by device_id order by device_id`,
    { ...bounds, from: new Date(from), to: new Date(to) },
  );
  return new Map(rows.map((row: { device_id: number; tracks: NearTrack[] }) => [row.device_id, row.tracks]));
}

async function replayDevice(
  db: Knex,
  outlines: PlanOutlines,
  deviceId: number,
  tracks: readonly NearTrack[],
  found: (visit: ReadVisit) => void,
): Promise<void> {
  const carrierAt = carrierLookup(await loadCarriers(db, deviceId));
  const thresholds = await thresholdsOfDevice(db, deviceId);
  const reading = beginReading({ thresholds, carrierAt, cellsAt: (lon, lat) => outlines.locate(lon, lat) });
  for (const [from, to] of partsOf(tracks, thresholds.pauseSeconds * 1000)) {
    for (const fix of await readFixes(db, deviceId, from, to)) readFix(reading, fix);
    drain(reading).forEach(found);
  }
  standing(reading).visits.forEach(found);
}

function drain({ closed, resumePoints }: Reading): ReadVisit[] {
  resumePoints.length = 0;
  closed.tracks.length = 0;
  return closed.visits.splice(0);
}

/**
 * Periods to read, each of about as many fixes as fit. Between tracks that lie no longer apart than a pause everything
 * is read, for the device may have been elsewhere; across a pause nothing is open.
 */
function partsOf(tracks: readonly NearTrack[], pauseMs: number): Interval[] {
  const parts: { from: number; to: number; fixes: number }[] = [];
  for (const track of tracks) {
    const part = parts.at(-1);
    const isNear = part !== undefined && track.from - part.to <= pauseMs;
    if (part && isNear) part.to = Math.max(part.to, track.from);
    if (part && track.from - part.to <= dayMs && part.fixes + track.fixes <= fixesAtOnce) {
      part.to = track.to;
      part.fixes += track.fixes;
    } else {
      parts.push({ ...track });
    }
  }
  return parts.map(({ from, to }, index) => {
    const next = parts[index + 1];
    return [from, next?.from === to ? to : to + 1];
  });
}

type FoundVisit = ReadVisit & { deviceId: number };

function gapsOf(visits: readonly FoundVisit[]): GapsOf {
  const bridged = new Map<string, readonly Interval[]>();
  for (const visit of visits)
    if (visit.bridged.length > 0)
      bridged.set(`${visit.deviceId} ${visit.cellId} ${visit.enteredAt}`, visit.bridged);
  return (deviceId, cellId, enteredAt) => bridged.get(`${deviceId} ${cellId} ${enteredAt}`);
}

function columnsOf(visits: readonly FoundVisit[]): Visits {
  const column = (value: (visit: FoundVisit) => number) => Float64Array.from(visits, value);
  return {
    cellId: column(({ cellId }) => cellId),
    deviceId: column(({ deviceId }) => deviceId),
    personId: column(({ personId }) => personId ?? 0),
    enteredAt: column(({ enteredAt }) => enteredAt),
    leftAt: column(({ leftAt }) => leftAt),
    bridgedMs: column((visit) => lengthOf(visit.bridged)),
    metres: column(({ metres }) => metres),
  };
}
