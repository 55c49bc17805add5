import type { Knex } from 'knex';
import type { Interval } from './interval.ts';
import { filter, type Visits } from './visit-columns.ts';

/** The reporting gaps within a visit, where they were read. */
export type GapsOf = (deviceId: number, cellId: number, enteredAt: number) => readonly Interval[] | undefined;

/**
 * When the reporting gaps were within those of the visits that may be cut at one of the `edges`, and within those of
 * people who carried two devices at once: few or none of all that are known.
 */
export async function readGaps(
  db: Knex,
  visits: Visits,
  edges: readonly number[],
  carriersOfTwo: ReadonlySet<number>,
): Promise<GapsOf> {
  const { cellId, deviceId, enteredAt } = filter(
    visits,
    (place) =>
      (visits.bridgedMs[place] ?? 0) > 0 &&
      (carriersOfTwo.has(visits.personId[place] ?? 0) ||
        edges.some((edge) => (visits.enteredAt[place] ?? 0) < edge && (visits.leftAt[place] ?? 0) > edge)),
  );
  if (cellId.length === 0) return () => undefined;
  const { rows } = await db.raw(
    `select device_id as "deviceId", cell_id as "cellId", extract(epoch from entered_at)::float8 * 1000 as "enteredAt", (
       select json_agg(json_build_array(extract(epoch from lower(gap)) * 1000, extract(epoch from upper(gap)) * 1000)
         order by gap)
       from unnest(bridged) gap) as gaps
     from unnest(cast(:deviceIds as bigint[]), cast(:entered as timestamptz[]), cast(:cellIds as bigint[]))
       as wanted (device_id, entered_at, cell_id)
     join visits using (device_id, entered_at, cell_id)`,
    {
      deviceIds: [...deviceId],
      cellIds: [...cellId],
      entered: Array.from(enteredAt, (at) => new Date(at)),
    },
  );
  const found = new Map<string, readonly Interval[]>(
    rows.map((row: { deviceId: number; cellId: number; enteredAt: number; gaps: Interval[] }) => [
      keyOf(row.deviceId, row.cellId, Math.round(row.enteredAt)),
      row.gaps,
    ]),
  );
  return (device, cell, entered) => found.get(keyOf(device, cell, entered));
}

/** Ids of those who carried two devices at the same time in a period. */
export async function readCarriersOfTwo(db: Knex, [from, to]: Interval): Promise<ReadonlySet<number>> {
  const { rows } = await db.raw(
    `select distinct a.person_id as id from device_carriers a join device_carriers b
       on a.person_id = b.person_id and a.device_id < b.device_id and a.period && b.period
     where a.period && tstzrange(cast(:from as timestamptz) - interval '1 day', :to)`,
    { from: new Date(from), to: new Date(to) },
  );
  return new Set(rows.map(({ id }: { id: number }) => id));
}

function keyOf(deviceId: number, cellId: number, enteredAt: number): string {
  return `${deviceId} ${cellId} ${enteredAt}`;
}
