import type { Knex } from 'knex';

type Row = Record<string, unknown>;

/** A table of what is stored about a person: `sql` reads a page behind `:after…`, `key` names what it is sorted by. */
export type StoredTable = { name: string; sql: string; key: Record<string, string | number> };

/** While the person carried the device, of an instant; what others carried is theirs. */
const carriedAt = (instant: string, device: string) => `exists (select from device_carriers held
  where held.device_id = ${device} and held.person_id = :personId and held.period @> ${instant})`;

const carriedDevices = 'device_id in (select device_id from device_carriers where person_id = :personId)';

/** Everything that is stored about a person and the devices they carried, while they carried them. */
export const storedTables: readonly StoredTable[] = [
  {
    name: 'certificates',
    key: { id: 0 },
    sql: `select id, name, skill, number, issued_on as "issuedOn", expires_on as "expiresOn" from certificates
      where person_id = :personId and id > :id order by id limit :limit`,
  },
  {
    name: 'trainings',
    key: { id: 0 },
    sql: `select id, held_on as "heldOn", subject, hours, result from trainings
      where person_id = :personId and id > :id order by id limit :limit`,
  },
  {
    name: 'assignments',
    key: { id: 0 },
    sql: `select id, cell_id as "cellId", area_id as "areaId", role, lower(period) as "from", upper(period) as "to"
      from assignments where person_id = :personId and id > :id order by id limit :limit`,
  },
  {
    name: 'memberships',
    key: { teamId: 0, from: '-infinity' },
    sql: `select team.id as "teamId", team.name, team.kind, lower(member.period) as "from", upper(member.period) as "to"
      from team_members member join teams team on team.id = member.team_id
      where member.person_id = :personId
        and (member.team_id, lower(member.period)) > (cast(:teamId as bigint), cast(:from as timestamptz))
      order by member.team_id, lower(member.period) limit :limit`,
  },
  {
    name: 'leads',
    key: { teamId: 0 },
    sql: `select id as "teamId", name, kind from teams
      where leader_person_id = :personId and id > :teamId order by id limit :limit`,
  },
  {
    name: 'duties',
    key: { id: 0 },
    sql: `select id, lower(period) as "from", upper(period) as "to", created_at as "enteredAt" from duties
      where person_id = :personId and id > :id order by id limit :limit`,
  },
  {
    name: 'carried',
    key: { id: 0 },
    sql: `select held.id, held.device_id as "deviceId", device.name, device.identity, lower(held.period) as "from",
        upper(held.period) as "to"
      from device_carriers held join devices device on device.id = held.device_id
      where held.person_id = :personId and held.id > :id order by held.id limit :limit`,
  },
  {
    name: 'fixes',
    key: { deviceId: 0, recordedAt: '-infinity', lonE7: 0, latE7: 0 },
    sql: `select device_id as "deviceId", recorded_at as "recordedAt", received_at as "receivedAt",
        reported_at as "reportedAt", lon_e7 as "lonE7", lat_e7 as "latE7", flags,
        accuracy_metres as "accuracyMetres", speed_metres_per_second as "speedMetresPerSecond",
        course_degrees as "courseDegrees", altitude_metres as "altitudeMetres", receipt_id as "receiptId"
      from fixes where ${carriedDevices} and ${carriedAt('recorded_at', 'fixes.device_id')}
        and (device_id, recorded_at, lon_e7, lat_e7)
          > (cast(:deviceId as bigint), cast(:recordedAt as timestamptz), :lonE7, :latE7)
      order by device_id, recorded_at, lon_e7, lat_e7 limit :limit`,
  },
  {
    name: 'tracks',
    key: { deviceId: 0, id: 0 },
    sql: `select device_id as "deviceId", id, started_at as "from", ended_at as "to", fixes, flagged, metres,
        moving_seconds as "movingSeconds"
      from tracks where person_id = :personId
        and (device_id, id) > (cast(:deviceId as bigint), cast(:id as bigint)) order by device_id, id limit :limit`,
  },
  {
    name: 'receipts',
    key: { deviceId: 0, id: 0 },
    sql: `select device_id as "deviceId", id, received_at as "receivedAt", protocol, file_name as "fileName", received,
        stored, duplicates, flagged, off_duty as "offDuty", refused, labels, battery_percent as "batteryPercent",
        latest_at as "latestAt", encode(body, 'base64') as "bodyBase64"
      from receipts where ${carriedDevices} and ${carriedAt('received_at', 'receipts.device_id')}
        and (device_id, id) > (cast(:deviceId as bigint), cast(:id as bigint)) order by device_id, id limit :limit`,
  },
  {
    name: 'quarantine',
    key: { deviceId: 0, id: 0 },
    sql: `select device_id as "deviceId", id, receipt_id as "receiptId", received_at as "receivedAt", protocol, reason,
        attempts, outcome, settled_at as "settledAt", encode(raw, 'base64') as "rawBase64"
      from quarantine where ${carriedDevices} and ${carriedAt('coalesce(recorded_at, received_at)', 'quarantine.device_id')}
        and (device_id, id) > (cast(:deviceId as bigint), cast(:id as bigint)) order by device_id, id limit :limit`,
  },
  {
    name: 'offDutyCounts',
    key: { deviceId: 0, day: '-infinity' },
    sql: `select device_id as "deviceId", cast(day as text) as day, count from off_duty_counts
      where exists (select from device_carriers held where held.device_id = off_duty_counts.device_id
          and held.person_id = :personId
          and held.period && tstzrange(day at time zone :timeZone, (day + 1) at time zone :timeZone))
        and (device_id, day) > (cast(:deviceId as bigint), cast(:day as date)) order by device_id, day limit :limit`,
  },
  {
    name: 'looks',
    key: { id: 0 },
    sql: `select look.id, look.looked_at as "lookedAt", account.display_name as "by", look.what,
        lower(look.period) as "from", upper(look.period) as "to"
      from looks look join accounts account on account.id = look.account_id
      where look.person_id = :personId and look.id > :id order by look.id limit :limit`,
  },
];

const rowsAPage = 1_000;

/** The rows of a table, page by page: what a phone reported in two years does not fit into memory. */
export async function* readStored(
  db: Knex,
  { sql, key }: StoredTable,
  { personId, timeZone }: { personId: number; timeZone: string },
): AsyncGenerator<Row> {
  const zone = sql.includes(':timeZone') ? { timeZone } : {};
  for (let after: Row = key; ; ) {
    const { rows }: { rows: Row[] } = await db.raw(sql, { personId, limit: rowsAPage, ...zone, ...after });
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < rowsAPage) return;
    after = Object.fromEntries(Object.keys(key).map((name) => [name, last[name]]));
  }
}
