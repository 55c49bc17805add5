import type { Knex } from 'knex';
import { timestampOf } from '../tracks/columns.ts';
import { dayMs } from '../tracks/thresholds.ts';
import type { ZoneStay } from './measure-day.ts';

/** What was measured of a device's UTC day, days since 1970; 0 for nobody's passes. */
export type MeasuredDay = {
  deviceId: number;
  day: number;
  signature: string;
  versionId: number;
  layerIds: readonly number[];
  squares: boolean;
  /** Whether all of it was measured anew, so that what was there goes; else it comes beside that. */
  isAnew: boolean;
  stays: readonly ZoneStay[];
  passes: readonly { layerId: number; personId: number; packed: Buffer }[];
  runs: readonly { personId: number; packed: Buffer }[];
};

/**
 * Writes what was measured. What the erased did at points stays, as the totals of cells do: the fixes it was measured by
 * are gone.
 */
export async function writeMeasured(trx: Knex, days: readonly MeasuredDay[]): Promise<void> {
  const ordered = days.toSorted((a, b) => a.deviceId - b.deviceId || a.day - b.day);
  await trx.raw(
    `insert into measured_days (device_id, day, signature, version_id, layer_ids, squares)
     select "deviceId", date '1970-01-01' + day, signature, "versionId", "layerIds", squares
     from json_to_recordset(:days) as given("deviceId" bigint, day integer, signature text, "versionId" bigint,
       "layerIds" bigint[], squares boolean)
     on conflict (device_id, day) do update set signature = excluded.signature, version_id = excluded.version_id,
       layer_ids = excluded.layer_ids, squares = excluded.squares`,
    {
      days: JSON.stringify(
        ordered.map(({ stays: _stays, passes: _passes, runs: _runs, isAnew: _isAnew, ...day }) => day),
      ),
    },
  );
  const anew = ordered.filter(({ isAnew }) => isAnew);
  const keys = { devices: anew.map(({ deviceId }) => deviceId), days: anew.map(({ day }) => day) };
  const given = `unnest(cast(:devices as bigint[]), cast(:days as integer[])) as gone (device, day)`;
  await trx.raw(
    `delete from point_stays using ${given}
     where device_id = gone.device and point_stays.day = date '1970-01-01' + gone.day
       and not exists (select from people where people.id = person_id and erased_at is not null)`,
    keys,
  );
  await trx.raw(
    `delete from road_passes using ${given}
     where device_id = gone.device and road_passes.day = date '1970-01-01' + gone.day`,
    keys,
  );
  await trx.raw(
    `delete from square_runs using ${given}
     where device_id = gone.device and square_runs.day = date '1970-01-01' + gone.day
       and not exists (select from people where people.id = person_id and erased_at is not null)`,
    keys,
  );
  await insertStays(trx, ordered);
  await insertPasses(trx, ordered);
  await insertRuns(trx, ordered);
}

async function insertStays(trx: Knex, days: readonly MeasuredDay[]): Promise<void> {
  const rows = days.flatMap(({ deviceId, day, stays }) => stays.map((stay) => rowOf(deviceId, day, stay)));
  if (rows.length === 0) return;
  await trx.raw(
    `insert into point_stays (device_id, day, version_id, entered_at, left_at, person_id, bridged)
     select device, date '1970-01-01' + day, zone, to_timestamp(entered / 1000), to_timestamp(departed / 1000), person,
       cast(bridged as tstzmultirange)
     from json_to_recordset(:rows) as given(device bigint, day integer, zone bigint, entered float8, departed float8,
       person bigint, bridged text)
     where exists (select from point_versions where point_versions.id = zone)
     on conflict (device_id, day, version_id, entered_at) do update set left_at = excluded.left_at,
       person_id = excluded.person_id, bridged = excluded.bridged`,
    { rows: JSON.stringify(rows) },
  );
}

function rowOf(device: number, day: number, { zoneId, personId, enteredAt, leftAt, bridged }: ZoneStay) {
  const ranges = bridged.map(([from, to]) => `[${timestampOf(from)},${timestampOf(to)})`);
  return {
    device,
    day,
    zone: zoneId,
    entered: enteredAt,
    departed: leftAt,
    person: personId,
    bridged: `{${ranges.join(',')}}`,
  };
}

async function insertPasses(trx: Knex, days: readonly MeasuredDay[]): Promise<void> {
  const rows = days.flatMap(({ deviceId, day, passes }) =>
    passes.map((pass) => ({ deviceId, day, ...pass })),
  );
  if (rows.length === 0) return;
  await trx.raw(
    `insert into road_passes (device_id, day, layer_id, person_id, passes)
     select device, date '1970-01-01' + day, layer, person, decode(packed, 'base64')
     from unnest(cast(:devices as bigint[]), cast(:days as integer[]), cast(:layers as bigint[]),
       cast(:people as bigint[]), cast(:packed as text[])) as given (device, day, layer, person, packed)
     where not exists (select from people where people.id = person and erased_at is not null)
     on conflict (device_id, day, layer_id, person_id) do update set passes = excluded.passes`,
    {
      devices: rows.map(({ deviceId }) => deviceId),
      days: rows.map(({ day }) => day),
      layers: rows.map(({ layerId }) => layerId),
      people: rows.map(({ personId }) => personId),
      packed: rows.map(({ packed }) => packed.toString('base64')),
    },
  );
}

async function insertRuns(trx: Knex, days: readonly MeasuredDay[]): Promise<void> {
  const rows = days.flatMap(({ deviceId, day, runs }) => runs.map((run) => ({ deviceId, day, ...run })));
  if (rows.length === 0) return;
  await trx.raw(
    `insert into square_runs (device_id, day, person_id, runs)
     select device, date '1970-01-01' + day, person, decode(packed, 'base64')
     from unnest(cast(:devices as bigint[]), cast(:days as integer[]), cast(:people as bigint[]),
       cast(:packed as text[])) as given (device, day, person, packed)
     where not exists (select from people where people.id = person and erased_at is not null)
     on conflict (device_id, day, person_id) do update set runs = excluded.runs`,
    {
      devices: rows.map(({ deviceId }) => deviceId),
      days: rows.map(({ day }) => day),
      people: rows.map(({ personId }) => personId),
      packed: rows.map(({ packed }) => packed.toString('base64')),
    },
  );
}

/** Takes away the ways of a person who is erased: they are as good as positions. */
export async function deletePassesOf(trx: Knex, personId: number): Promise<void> {
  await trx('road_passes').where({ person_id: personId }).delete();
}

/** Takes away what was measured before an instant, as the retention ends it. */
export async function deleteMeasuredBefore(db: Knex, before: Date): Promise<void> {
  const day = Math.floor(before.getTime() / dayMs);
  await db.raw(
    `with gone_stays as (delete from point_stays where day < date '1970-01-01' + cast(:day as integer)),
     gone_runs as (delete from square_runs where day < date '1970-01-01' + cast(:day as integer)),
     gone_passes as (delete from road_passes where day < date '1970-01-01' + cast(:day as integer))
     delete from measured_days where day < date '1970-01-01' + cast(:day as integer)`,
    { day },
  );
}
