import type { Knex } from 'knex';
import { type Scope, stationCondition } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import { personCondition, personNameColumn } from '../people/queries.ts';
import { kindColumn } from '../tracks/device-kind.ts';
import type { Carrier, Device } from './device.ts';

/**
 * Devices that the scope covers, as an SQL condition on the table alias `device`: by whoever carries it now, by its
 * own station while nobody does; an officer or volunteer has what they carry.
 */
export function deviceCondition(scope: Scope): { sql: string; bindings: Record<string, unknown> } {
  const station = stationCondition(scope, 'device.station_area_id');
  const person = personCondition(scope);
  const now = `from device_carriers held join people person on person.id = held.person_id
    where held.device_id = device.id and held.period @> now()`;
  return {
    sql: `(exists (select ${now} and ${person.sql}) or (${station.sql} and not exists (select ${now})))`,
    bindings: { ...person.bindings, ...station.bindings },
  };
}

export type DeviceFilter = { id?: number | undefined; q?: string | undefined; person?: number | undefined };

/** The filter as an SQL condition on the table alias `device`. */
export function filterCondition(filter: DeviceFilter): { sql: string; bindings: Record<string, unknown> } {
  return {
    sql: `(cast(:id as bigint) is null or device.id = :id)
       and (cast(:q as text) is null
         or position(lower(:q) in lower(concat_ws(' ', device.name, device.identity, (select concat_ws(' ', person.name, person.number)
           from device_carriers held join people person on person.id = held.person_id
           where held.device_id = device.id and held.period @> now())))) > 0)
       and (cast(:person as bigint) is null or exists (select from device_carriers held
         where held.device_id = device.id and held.person_id = :person and held.period @> now()))`,
    bindings: { id: filter.id ?? null, q: filter.q ?? null, person: filter.person ?? null },
  };
}

/** A device as it is listed; `sortedAt` is where it stands among those that come first. */
export type ListedDevice = Device & { sortedAt: string };
type DevicePage = {
  after?: readonly [sortedAt: string, name: string, id: number] | undefined;
  limit: number;
};

/**
 * Devices with their carrier and last signs of life, those in `first` before all others by their instant, the rest by
 * name. The filter's `person` finds those that somebody carries now.
 */
export async function listDevices(
  db: Knex,
  scope: Scope,
  filter: DeviceFilter,
  { after, limit }: DevicePage,
  first: readonly { deviceId: number; since: Date }[] = [],
): Promise<ListedDevice[]> {
  const covered = deviceCondition(scope);
  const filtered = filterCondition(filter);
  const { rows } = await db.raw(
    `select device.id, device.name, device.identity, ${kindColumn('device')} as kind, device.datum, device.always_on_duty as "alwaysOnDuty",
       device.station_area_id as "stationAreaId", device.secret is not null as "hasSecret",
       device.lenient_checksum as "lenientChecksum", device.registration, device.registered_as as "registeredAs",
       device.registration_refused_at as "registrationRefusedAt",
       exists (select from tokens where device_id = device.id and revoked_at is null) as "hasToken",
       (select ${personNameColumn} from device_carriers held join people person on person.id = held.person_id
         where held.device_id = device.id and held.period @> now()) as carrier,
       greatest((select max(received_at) from receipts where device_id = device.id),
         (select max(last_used_at) from tokens where device_id = device.id)) as "lastContactAt",
       (select ended_at from tracks where device_id = device.id order by started_at desc limit 1) as "lastFixAt",
       coalesce(first.since, 'infinity') as "sortedAt"
     from devices device
     left join unnest(cast(:firstIds as bigint[]), cast(:firstSince as text[])) first(device_id, since)
       on first.device_id = device.id
     where ${covered.sql} and ${filtered.sql}
       and (cast(:afterName as text) is null
         or (cast(coalesce(first.since, 'infinity') as timestamptz), device.name, device.id)
           > (cast(:afterAt as timestamptz), :afterName, cast(:afterId as bigint)))
     order by cast(coalesce(first.since, 'infinity') as timestamptz), device.name, device.id limit :limit`,
    {
      ...covered.bindings,
      ...filtered.bindings,
      firstIds: first.map(({ deviceId }) => deviceId),
      firstSince: first.map(({ since }) => since.toISOString()),
      afterAt: after?.[0] ?? null,
      afterName: after?.[1] ?? null,
      afterId: after?.[2] ?? null,
      limit,
    },
  );
  return rows;
}

export async function getDevice(db: Knex, scope: Scope, id: number): Promise<Device> {
  const [found] = await listDevices(db, scope, { id }, { limit: 1 });
  if (found) {
    const { sortedAt: _place, ...device } = found;
    return device;
  }
  throw new NotFound(
    'device-not-found',
    `There is no device ${id} in your area.`,
    `您的辖区内没有终端 ${id}。`,
  );
}

/** Who carried a device when, latest first; in another scope's time without the person. */
export async function listCarriers(db: Knex, scope: Scope, deviceId: number): Promise<Carrier[]> {
  const person = personCondition(scope);
  const { rows } = await db.raw(
    `select held.id, held.person_id as "personId", lower(held.period) as "from", upper(held.period) as "to",
       ${personNameColumn}
     from device_carriers held join people person on person.id = held.person_id
     where held.device_id = :deviceId and ${person.sql}
     order by lower(held.period) desc, held.id desc`,
    { ...person.bindings, deviceId },
  );
  return rows;
}

/** Who carries a device in a period, whatever the scope: for the refusal of a second one. */
export async function carriersWithin(
  db: Knex,
  deviceId: number,
  { from, to }: { from: Date; to: Date | null },
): Promise<Carrier[]> {
  const { rows } = await db.raw(
    `select held.id, held.person_id as "personId", lower(held.period) as "from", upper(held.period) as "to",
       ${personNameColumn}
     from device_carriers held join people person on person.id = held.person_id
     where held.device_id = :deviceId and held.period && tstzrange(:from, :to)
     order by lower(held.period)`,
    { deviceId, from, to },
  );
  return rows;
}
