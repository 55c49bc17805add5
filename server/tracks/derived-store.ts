import type { Knex } from 'knex';
import { prepared } from '../database/prepared.ts';
import {
  bigintegers,
  booleans,
  doubles,
  instants,
  integers,
  msColumn,
  texts,
  timestampOf,
} from './columns.ts';
import type { Visit } from './presence.ts';
import { afterLast, type Packed } from './resume.ts';
import { dayMs } from './thresholds.ts';
import type { Track } from './track.ts';

export type VisitKey = { cellId: number; enteredAt: number };

/** What a reading changes of a device's tracks, visits and resume points. */
export type Changes = {
  visits: readonly Visit[];
  visitsGone: readonly VisitKey[];
  tracks: readonly Track[];
  /** Beginnings. */
  tracksGone: readonly number[];
  /** Beginnings of tracks that keep their id though they begin elsewhere now. */
  tracksMoved: readonly { from: number; to: number }[];
  points: ReadonlyMap<number, Packed>;
  pointsGone: readonly number[];
  /** Between these instants the lines may have changed; the end is Infinity for all that came after. */
  touched: { from: number; to: number };
};

/** What readings change, device by device. */
export type ChangesOf = { deviceId: number; changes: Changes };

/**
 * Writes all of it, of devices in order of their ids; rows that are there are replaced. One statement in the usual case
 * of tracks that go on.
 */
export async function writeChanges(
  db: Knex,
  cellsRevision: number,
  all: readonly ChangesOf[],
): Promise<void> {
  await removeGone(db, all);
  const days = rowsOf(all, daysChanged);
  const visits = rowsOf(all, (changes) => changes.visits);
  const tracks = rowsOf(all, (changes) => changes.tracks);
  const points = rowsOf(all, (changes) => [...changes.points]);
  if (days.length + tracks.length + points.length === 0) return;
  await prepared(db, 'write-changes', writing, {
    cellsRevision,
    ...dayColumns(days),
    ...visitColumns(visits),
    ...trackColumns(tracks),
    ...pointColumns(points),
  });
}

const writing = `with counted_days as (
    insert into visit_days (device_id, day, revision)
    select device, date '1970-01-01' + day, 1
    from unnest(cast(:dayDevices as bigint[]), cast(:days as integer[])) as sent(device, day) order by 1, 2
    on conflict (device_id, day) do update set revision = visit_days.revision + 1
    returning 1
  ), written_visits as (
    insert into visits (device_id, cell_id, entered_at, left_at, person_id, metres, bridged, bridged_seconds,
      continued, cells_revision)
    select device, cell, entered, departed, person, metres, cast(bridged as tstzmultirange), bridged_seconds,
      continued, :cellsRevision
    from unnest(cast(:visitDevices as bigint[]), cast(:visitCells as bigint[]), cast(:entered as timestamptz[]),
      cast(:departed as timestamptz[]), cast(:visitors as bigint[]), cast(:visitMetres as float8[]),
      cast(:bridged as text[]), cast(:bridgedSeconds as float8[]), cast(:visitsContinued as boolean[]))
      as sent(device, cell, entered, departed, person, metres, bridged, bridged_seconds, continued)
    order by device, cell, entered
    on conflict (device_id, cell_id, entered_at) do update set left_at = excluded.left_at,
      person_id = excluded.person_id, metres = excluded.metres, bridged = excluded.bridged,
      bridged_seconds = excluded.bridged_seconds, continued = excluded.continued,
      cells_revision = excluded.cells_revision
    returning 1
  ), written_tracks as (
    insert into tracks (device_id, person_id, started_at, ended_at, fixes, flagged, metres, moving_seconds,
      west_e7, south_e7, east_e7, north_e7)
    select device, person, started, ended, fixes, flagged, metres, moving, west, south, east, north
    from unnest(cast(:trackDevices as bigint[]), cast(:walkers as bigint[]), cast(:started as timestamptz[]),
      cast(:ended as timestamptz[]), cast(:trackFixes as integer[]), cast(:trackFlagged as integer[]),
      cast(:trackMetres as float8[]), cast(:moving as float8[]), cast(:west as integer[]), cast(:south as integer[]),
      cast(:east as integer[]), cast(:north as integer[]))
      as sent(device, person, started, ended, fixes, flagged, metres, moving, west, south, east, north)
    order by device, started
    on conflict (device_id, started_at) do update set person_id = excluded.person_id, ended_at = excluded.ended_at,
      fixes = excluded.fixes, flagged = excluded.flagged, metres = excluded.metres,
      moving_seconds = excluded.moving_seconds, west_e7 = excluded.west_e7, south_e7 = excluded.south_e7,
      east_e7 = excluded.east_e7, north_e7 = excluded.north_e7
    returning 1
  )
  insert into resume_points (device_id, at, state)
  select device, at, cast(state as json)
  from unnest(cast(:pointDevices as bigint[]), cast(:points as timestamptz[]), cast(:states as text[]))
    as sent(device, at, state)
  order by device, at
  on conflict (device_id, at) do update set state = excluded.state`;

/** A row of a device's. */
type Of<T> = { deviceId: number; row: T };

function dayColumns(rows: readonly Of<number>[]) {
  return {
    dayDevices: bigintegers(rows, ({ deviceId }) => deviceId),
    days: integers(rows, ({ row }) => row),
  };
}

function visitColumns(rows: readonly Of<Visit>[]) {
  return {
    visitDevices: bigintegers(rows, ({ deviceId }) => deviceId),
    visitCells: bigintegers(rows, ({ row }) => row.cellId),
    entered: instants(rows, ({ row }) => row.enteredAt),
    departed: instants(rows, ({ row }) => row.leftAt),
    visitors: bigintegers(rows, ({ row }) => row.personId),
    visitMetres: doubles(rows, ({ row }) => row.metres),
    bridged: texts(rows, ({ row }) => rangesOf(row)),
    bridgedSeconds: doubles(rows, ({ row }) => bridgedSeconds(row)),
    visitsContinued: booleans(rows, ({ row }) => row.continued),
  };
}

function trackColumns(rows: readonly Of<Track>[]) {
  return {
    trackDevices: bigintegers(rows, ({ deviceId }) => deviceId),
    walkers: bigintegers(rows, ({ row }) => row.personId),
    started: instants(rows, ({ row }) => row.startedAt),
    ended: instants(rows, ({ row }) => row.endedAt),
    trackFixes: integers(rows, ({ row }) => row.fixes),
    trackFlagged: integers(rows, ({ row }) => row.flagged),
    trackMetres: doubles(rows, ({ row }) => row.metres),
    moving: doubles(rows, ({ row }) => row.movingSeconds),
    west: integers(rows, ({ row }) => row.westE7),
    south: integers(rows, ({ row }) => row.southE7),
    east: integers(rows, ({ row }) => row.eastE7),
    north: integers(rows, ({ row }) => row.northE7),
  };
}

function pointColumns(rows: readonly Of<[at: number, state: Packed]>[]) {
  return {
    pointDevices: bigintegers(rows, ({ deviceId }) => deviceId),
    points: instants(rows, ({ row: [at] }) => at),
    states: texts(rows, ({ row: [, state] }) => JSON.stringify(state)),
  };
}

function rowsOf<T>(all: readonly ChangesOf[], rows: (changes: Changes) => readonly T[]): Of<T>[] {
  const flat: Of<T>[] = [];
  for (const { deviceId, changes } of all) for (const row of rows(changes)) flat.push({ deviceId, row });
  return flat;
}

async function removeGone(db: Knex, all: readonly ChangesOf[]): Promise<void> {
  const flat = <T extends object>(rows: readonly Of<T>[]) =>
    rows.map(({ deviceId, row }) => ({ deviceId, ...row }));
  const gone = (instants: readonly number[]) => instants.map((at) => ({ at: timestampOf(at) }));
  const visits = flat(
    rowsOf(all, ({ visitsGone }) =>
      visitsGone.map(({ cellId, enteredAt }) => ({ cell: cellId, entered: enteredAt })),
    ),
  );
  const tracks = flat(rowsOf(all, ({ tracksGone }) => gone(tracksGone)));
  const moved = flat(rowsOf(all, ({ tracksMoved }) => tracksMoved));
  const points = flat(rowsOf(all, ({ pointsGone }) => gone(pointsGone)));
  if (visits.length > 0)
    await db.raw(
      `delete from visits using json_to_recordset(:visits) as gone("deviceId" bigint, cell bigint, entered float8)
       where device_id = gone."deviceId" and cell_id = gone.cell and entered_at = to_timestamp(gone.entered / 1000)`,
      { visits: JSON.stringify(visits) },
    );
  if (tracks.length > 0)
    await db.raw(
      `delete from tracks using json_to_recordset(:tracks) as gone("deviceId" bigint, at timestamptz)
       where device_id = gone."deviceId" and started_at = gone.at`,
      { tracks: JSON.stringify(tracks) },
    );
  if (moved.length > 0)
    await db.raw(
      `update tracks set started_at = to_timestamp(moved.to / 1000)
       from json_to_recordset(:moved) as moved("deviceId" bigint, "from" float8, "to" float8)
       where device_id = moved."deviceId" and tracks.started_at = to_timestamp(moved.from / 1000)`,
      { moved: JSON.stringify(moved) },
    );
  if (points.length > 0)
    await db.raw(
      `delete from resume_points using json_to_recordset(:points) as gone("deviceId" bigint, at timestamptz)
       where device_id = gone."deviceId" and resume_points.at = gone.at`,
      { points: JSON.stringify(points) },
    );
}

/** The UTC days on which changed visits began or lines changed, as days since 1970. */
function daysChanged({ visits, visitsGone, tracks, tracksGone, tracksMoved, touched }: Changes): number[] {
  const days: number[] = [];
  const add = (day: number) => {
    if (!days.includes(day)) days.push(day);
  };
  const addSpan = (startedAt: number, endedAt: number) => {
    const last = Math.floor(Math.min(endedAt, touched.to) / dayMs);
    for (let day = Math.floor(Math.max(startedAt, touched.from) / dayMs); day <= last; day++) add(day);
  };
  for (const { enteredAt } of visits) add(Math.floor(enteredAt / dayMs));
  for (const { enteredAt } of visitsGone) add(Math.floor(enteredAt / dayMs));
  for (const { startedAt, endedAt } of tracks) addSpan(startedAt, endedAt);
  // Of a track that is gone or begins elsewhere now only the beginning is known; it lasted a day at most.
  for (const startedAt of tracksGone) addSpan(startedAt, startedAt + dayMs);
  for (const { from } of tracksMoved) addSpan(from, from + dayMs);
  return days;
}

function rangesOf({ bridged }: Visit): string {
  return `{${bridged.map(([from, to]) => `[${timestampOf(from)},${timestampOf(to)})`).join(',')}}`;
}

function bridgedSeconds({ bridged }: Visit): number {
  return bridged.reduce((sum, [from, to]) => sum + (to - from) / 1000, 0);
}

/**
 * Keys of the visits that began in a half-open period. Those of a person who has been erased are left out: the fixes
 * that they were derived from are gone, and the totals of their cells stay.
 */
export async function loadVisitKeys(
  db: Knex,
  deviceId: number,
  fromMs: number,
  toMs: number,
): Promise<VisitKey[]> {
  const { rows } = await db.raw(
    `select cell_id as "cellId", ${msColumn('entered_at')} as "enteredAt" from visits
     where device_id = :deviceId and entered_at >= cast(:from as timestamptz) and entered_at < cast(:to as timestamptz)
       and not exists (select from people where people.id = person_id and erased_at is not null)`,
    { deviceId, from: timestampOf(fromMs), to: timestampOf(toMs) },
  );
  return rows;
}

/** Tracks that began in a half-open period, and the one that began at `also`. */
export async function loadTracks(
  db: Knex,
  deviceId: number,
  fromMs: number,
  toMs: number,
  also: number | undefined,
): Promise<{ startedAt: number; endedAt: number }[]> {
  const { rows } = await db.raw(
    `select ${msColumn('started_at')} as "startedAt", ${msColumn('ended_at')} as "endedAt" from tracks
     where device_id = :deviceId and (started_at >= cast(:from as timestamptz) and started_at < cast(:to as timestamptz)
       or started_at = cast(:also as timestamptz))
     order by started_at`,
    {
      deviceId,
      from: timestampOf(fromMs),
      to: timestampOf(toMs),
      also: also === undefined ? null : timestampOf(also),
    },
  );
  return rows;
}

/** The stored states from one instant to another, both included; the one after the last fix is at infinity. */
export async function loadPoints(
  db: Knex,
  deviceId: number,
  fromMs: number,
  toMs: number = afterLast,
): Promise<Map<number, unknown>> {
  const { rows } = await db.raw(
    `select ${msColumn('at')} as at, state from resume_points
     where device_id = :deviceId and at >= cast(:from as timestamptz) and at <= cast(:to as timestamptz) order by at`,
    { deviceId, from: timestampOf(fromMs), to: timestampOf(toMs) },
  );
  return new Map(rows.map(({ at, state }: { at: number; state: unknown }) => [at, state]));
}
