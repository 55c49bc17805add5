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

/** Devices by name, with their carrier and last signs of life. `person` finds those that somebody carries now. */
export async function listDevices(
  db: Knex,
  scope: Scope,
  filter: DeviceFilter,
  { after, limit }: { after?: readonly [string, number] | undefined; limit: number },
): Promise<Device[]> {
  const covered = deviceCondition(scope);
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
       (select max(ended_at) from tracks where device_id = device.id) as "lastFixAt"
     from devices device
     where ${covered.sql}
       and (cast(:id as bigint) is null or device.id = :id)
       and (cast(:q as text) is null
         or position(lower(:q) in lower(concat_ws(' ', device.name, device.identity))) > 0)
       and (cast(:person as bigint) is null or exists (select from device_carriers held
         where held.device_id = device.id and held.person_id = :person and held.period @> now()))
       and (cast(:afterName as text) is null or (device.name, device.id) > (:afterName, cast(:afterId as bigint)))
     order by device.name, device.id limit :limit`,
    {
      ...covered.bindings,
      id: filter.id ?? null,
      q: filter.q ?? null,
      person: filter.person ?? null,
      afterName: after?.[0] ?? null,
      afterId: after?.[1] ?? null,
      limit,
    },
  );
  return rows;
}

export async function getDevice(db: Knex, scope: Scope, id: number): Promise<Device> {
  const [found] = await listDevices(db, scope, { id }, { limit: 1 });
  if (found) return found;
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
