import type { Knex } from 'knex';
import type { Interval } from './interval.ts';
import { filter, type Visits } from './visit-columns.ts';
import type { VisitsByCell } from './visit-table.ts';

/** The reporting gaps within a visit, where they were read. */
export type GapsOf = (deviceId: number, cellId: number, enteredAt: number) => readonly Interval[] | undefined;

/**
 * When the reporting gaps were within those of the visits that may be cut at one of the `edges`, that overlap another of
 * the same cell, or are of a person who carried two devices at once or of cells that are looked at closely: few or none of
 * all that are known.
 */
export async function readGaps(
  db: Knex,
  known: VisitsByCell,
  edges: readonly number[],
  carriersOfTwo: ReadonlySet<number>,
  withGaps: (cellId: number) => boolean,
): Promise<GapsOf> {
  const { visits } = known;
  const isWanted = (place: number) =>
    (visits.bridgedMs[place] ?? 0) > 0 &&
    (carriersOfTwo.has(visits.personId[place] ?? 0) ||
      withGaps(visits.cellId[place] ?? 0) ||
      edges.some((edge) => (visits.enteredAt[place] ?? 0) < edge && (visits.leftAt[place] ?? 0) > edge));
  const [overlapping, wanted] = await Promise.all([
    gapsOfOverlapping(db, known),
    readGapsOf(db, filter(visits, isWanted)),
  ]);
  return (...key) => wanted(...key) ?? overlapping(...key);
}

const overlappingHeld = new WeakMap<VisitsByCell, Promise<GapsOf>>();

/** The same visits are asked for again and again, and so are their gaps. */
function gapsOfOverlapping(db: Knex, known: VisitsByCell): Promise<GapsOf> {
  const held = overlappingHeld.get(known) ?? readGapsOf(db, filter(known.visits, overlapsAnother(known)));
  overlappingHeld.set(known, held);
  held.catch(() => overlappingHeld.delete(known));
  return held;
}

/** Those with reporting gaps during which somebody else may have been in the cell. */
function overlapsAnother({ starts, visits }: VisitsByCell): (place: number) => boolean {
  const { enteredAt, leftAt, bridgedMs } = visits;
  const overlaps = new Uint8Array(enteredAt.length);
  for (let slot = 0; slot + 1 < starts.length; slot++) {
    let latest = -1;
    for (let place = starts[slot] ?? 0; place < (starts[slot + 1] ?? 0); place++) {
      if (latest >= 0 && (enteredAt[place] ?? 0) < (leftAt[latest] ?? 0)) {
        overlaps[place] = 1;
        overlaps[latest] = 1;
      }
      if (latest < 0 || (leftAt[place] ?? 0) > (leftAt[latest] ?? 0)) latest = place;
    }
  }
  return (place) => overlaps[place] === 1 && (bridgedMs[place] ?? 0) > 0;
}

async function readGapsOf(db: Knex, { cellId, deviceId, enteredAt }: Visits): Promise<GapsOf> {
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
