import type { Knex } from 'knex';
import type { Recorded } from './position.ts';

/** A device that somebody on duty carries, or that is always on duty, and where it was last, if that is known. */
export type OnDuty = {
  device: number;
  deviceName: string;
  deviceStationId: number | null;
  person: { id: number; name: string; stationId: number | null; teams: number[] } | null;
  recorded: Recorded | null;
};

type Packed = readonly [at: number, lonE7: number, latE7: number, ...rest: unknown[]];
type Waiting = readonly [...packed: Packed, own: number, judged: number];
type Row = Omit<OnDuty, 'recorded'> & { since: number; last: Packed | null; waiting: Waiting[] | null };

/**
 * Everybody on duty, or, where `since` is given, those whose devices have sent something since, in one statement: the last good position of a device is in the state that its next fix is read on
 * from. What it recorded before whoever carries it took it is not theirs, and is left out.
 */
export async function readOnDuty(db: Knex, since: Date | null): Promise<OnDuty[]> {
  const { rows } = await db.raw(
    `select device.id as device, device.name as "deviceName", device.station_area_id as "deviceStationId",
       case when person.id is not null then json_build_object('id', person.id, 'name', person.name,
         'stationId', person.station_area_id, 'teams', (select coalesce(json_agg(team_id order by team_id), '[]')
           from team_members member where member.person_id = person.id and member.period @> now())) end as person,
       coalesce(extract(epoch from greatest(lower(carrier.period), duty.begun))::float8 * 1000, 0) as since,
       head.state -> 'last' as last, head.state -> 'waiting' as waiting
     from devices device
     left join device_carriers carrier on carrier.device_id = device.id and carrier.period @> now()
     left join people person on person.id = carrier.person_id and person.erased_at is null
     left join lateral (select min(lower(period)) as begun from duties
       where duties.person_id = carrier.person_id and duties.period @> now()) duty on true
     left join resume_points head on head.device_id = device.id and head.at = 'infinity'
     where (duty.begun is not null or device.always_on_duty)
       ${since === null ? '' : 'and device.id in (select device_id from receipts where received_at > :since)'}`,
    { ...(since && { since }) },
  );
  return rows.map(({ since, last, waiting, ...row }: Row) => ({
    recorded: latest(since, last, waiting),
    ...row,
  }));
}

/** Which device is carried by whom on duty, in one text that differs where anything of that does. */
export async function readRoster(db: Knex): Promise<string> {
  const { rows } = await db.raw(
    `select coalesce(string_agg(device.id || ' ' || coalesce(carrier.person_id, 0), ',' order by device.id), '') as roster
     from devices device
     left join device_carriers carrier on carrier.device_id = device.id and carrier.period @> now()
     where device.always_on_duty or exists (select from duties
       where duties.person_id = carrier.person_id and duties.period @> now())`,
  );
  return rows[0].roster;
}

/** The fixes that wait for what comes after them are later than the last good one; those judged suspect are left out. */
function latest(since: number, last: Packed | null, waiting: readonly Waiting[] | null): Recorded | null {
  const good = (waiting ?? []).filter((fix) => fix.at(-1) === 0).at(-1);
  const [at, lonE7, latE7] = good ?? last ?? [];
  if (at === undefined || lonE7 === undefined || latE7 === undefined || at < since) return null;
  return { at, lonE7, latE7 };
}
