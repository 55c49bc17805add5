import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Bounds } from '../geo/position.ts';
import { kindColumn } from './device-kind.ts';
import type { DeviceKind } from './thresholds.ts';
import { carriedCondition, crossingCondition } from './visible.ts';

/** A track in a list. Not `isWhole`: another station's, of which only the stretch on the scope's land may be told. */
export type ListedTrack = {
  id: number;
  isWhole: boolean;
  deviceId: number;
  deviceName: string;
  deviceKind: DeviceKind;
  person: { id: number; name: string } | null;
  from: Date;
  to: Date;
  metres: number;
  movingSeconds: number;
  fixes: number;
  flagged: number;
  bounds: Bounds;
};

export type TrackFilter = {
  id?: number | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  person?: number | undefined;
  team?: number | undefined;
  device?: number | undefined;
  cell?: number | undefined;
  bbox?: Bounds | undefined;
  plan?: number | undefined;
};

type Page = { after?: readonly [from: string, id: number] | undefined; limit: number };

/** Tracks that meet a half-open period, latest first. To ask for a person, team or device is to ask for whole tracks. */
export async function listTracks(
  db: Knex,
  scope: Scope,
  filter: TrackFilter,
  { after, limit }: Page,
): Promise<ListedTrack[]> {
  const whole = carriedCondition(scope, 'track.person_id');
  const isNamed = [filter.person, filter.team, filter.device].some((id) => id !== undefined);
  const crossing = isNamed ? { sql: 'false', bindings: {} } : crossingCondition(scope);
  const { rows } = await db.raw(
    `select track.id, track.device_id as "deviceId", device.name as "deviceName",
       ${kindColumn('device')} as "deviceKind", ${whole.sql} as "isWhole",
       (select json_build_object('id', carrier.id, 'name', carrier.name) from people carrier
         where carrier.id = track.person_id) as person,
       track.started_at as "from", track.ended_at as "to", track.metres, track.moving_seconds as "movingSeconds",
       track.fixes, track.flagged,
       array[track.west_e7, track.south_e7, track.east_e7, track.north_e7] as "boundsE7"
     from tracks track join devices device on device.id = track.device_id
     where (${whole.sql} or ${crossing.sql}) ${conditions(filter)}
       and (cast(:afterFrom as timestamptz) is null
         or (track.started_at, track.id) < (cast(:afterFrom as timestamptz), cast(:afterId as bigint)))
     order by track.started_at desc, track.id desc limit :limit`,
    {
      ...whole.bindings,
      ...crossing.bindings,
      ...bindings(filter),
      afterFrom: after?.[0] ?? null,
      afterId: after?.[1] ?? null,
      limit,
    },
  );
  return rows.map(({ boundsE7, ...row }: Omit<ListedTrack, 'bounds'> & { boundsE7: number[] }) => ({
    ...row,
    bounds: boundsE7.map((side) => side / 1e7),
  }));
}

// A track is at most a day long: that lets the index of beginnings answer for a period.
const periodCondition = `and track.started_at < cast(:to as timestamptz) and track.ended_at >= cast(:from as timestamptz)
  and track.started_at >= cast(:from as timestamptz) - interval '2 days'`;

const trackBox = `st_makeenvelope(track.west_e7 / 1e7, track.south_e7 / 1e7, track.east_e7 / 1e7,
  track.north_e7 / 1e7, 4326)`;

function conditions({ id, from, to, person, team, device, cell, bbox, plan }: TrackFilter): string {
  return [
    id === undefined ? '' : 'and track.id = :id',
    from === undefined && to === undefined ? '' : periodCondition,
    person === undefined ? '' : 'and track.person_id = :person',
    team === undefined
      ? ''
      : `and exists (select from team_members member where member.team_id = :team
          and member.person_id = track.person_id and member.period @> track.started_at)`,
    device === undefined ? '' : 'and track.device_id = :device',
    cell === undefined
      ? ''
      : `and exists (select from visits inside where inside.cell_id = :cell and inside.device_id = track.device_id
          and inside.entered_at <= track.ended_at and inside.left_at >= track.started_at)`,
    bbox === undefined
      ? ''
      : `and st_intersects(st_makeenvelope(:west, :south, :east, :north, 4326), ${trackBox})`,
    plan === undefined
      ? ''
      : `and st_intersects(${trackBox}, (select st_setsrid(st_extent(cells.geometry), 4326) from plan_cells
          join cells on cells.id = plan_cells.cell_id where plan_cells.plan_id = :plan))`,
  ].join(' ');
}

function bindings({ from, to, bbox, ...filter }: TrackFilter): Record<string, unknown> {
  const [west, south, east, north] = bbox ?? [];
  return {
    ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
    ...(bbox && { west, south, east, north }),
    ...((from ?? to) && { from: from ?? '-infinity', to: to ?? 'infinity' }),
  };
}
