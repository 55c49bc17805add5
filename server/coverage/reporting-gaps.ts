import type { Knex } from 'knex';
import type { Interval } from './interval.ts';

/** The reporting gaps within a visit, where they were read. */
export type GapsOf = (deviceId: number, cellId: number, enteredAt: number) => readonly Interval[] | undefined;

/**
 * When the reporting gaps were within the visits that may be cut at one of the `edges`, and within those of people who
 * carried two devices at once. These are few or none and asked for first: else every visit would be looked at.
 */
export async function readGaps(
  db: Knex,
  [from, to]: Interval,
  edges: readonly number[],
  cellId: number | null,
): Promise<GapsOf> {
  const period = { from: new Date(from), to: new Date(to) };
  const personIds = await carriersOfTwo(db, period);
  const ofTwo = `select device_id, cell_id, entered_at, bridged from visits
    where entered_at >= cast(:from as timestamptz) - interval '1 day' and entered_at < :to and left_at > :from
      and bridged_seconds > 0 and person_id = any(:personIds) union `;
  const { rows } = await db.raw(
    `with wanted as (
       ${personIds.length > 0 ? ofTwo : ''}
       select device_id, cell_id, entered_at, bridged from unnest(cast(:edges as timestamptz[])) edge
       join visits on entered_at >= edge - interval '1 day' and entered_at < edge and left_at > edge
       where bridged_seconds > 0
     )
     select device_id as "deviceId", cell_id as "cellId", extract(epoch from entered_at)::float8 * 1000 as "enteredAt", (
       select json_agg(json_build_array(extract(epoch from lower(gap)) * 1000, extract(epoch from upper(gap)) * 1000)
         order by gap)
       from unnest(bridged) gap) as gaps
     from wanted where cast(:cellId as bigint) is null or cell_id = :cellId`,
    { ...period, cellId, personIds, edges: edges.map((at) => new Date(at)) },
  );
  const found = new Map<string, readonly Interval[]>(
    rows.map((row: { deviceId: number; cellId: number; enteredAt: number; gaps: Interval[] }) => [
      keyOf(row.deviceId, row.cellId, Math.round(row.enteredAt)),
      row.gaps,
    ]),
  );
  return (deviceId, cell, enteredAt) => found.get(keyOf(deviceId, cell, enteredAt));
}

async function carriersOfTwo(db: Knex, period: { from: Date; to: Date }): Promise<number[]> {
  const { rows } = await db.raw(
    `select distinct a.person_id as id from device_carriers a join device_carriers b
       on a.person_id = b.person_id and a.device_id < b.device_id and a.period && b.period
     where a.period && tstzrange(cast(:from as timestamptz) - interval '1 day', :to)`,
    period,
  );
  return rows.map(({ id }: { id: number }) => id);
}

function keyOf(deviceId: number, cellId: number, enteredAt: number): string {
  return `${deviceId} ${cellId} ${enteredAt}`;
}
