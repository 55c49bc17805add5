import type { Knex } from 'knex';
import type { PackedSweeps } from './packed-sweep.ts';

/** What a device swept on a local day (YYYY-MM-DD), as it is stored. Bounds in degrees times 1e7. */
export type SweepRow = PackedSweeps & {
  day: string;
  deviceId: number;
  madeFrom: number;
  /** Whether what was stored is in it, and what that was made from. */
  settled: boolean;
  seenFrom: number | null;
  bounds: readonly [west: number, south: number, east: number, north: number];
};

/**
 * Stores sweeps in place of those that were there. What was settled since they were read stays, for the fixes it was made
 * from may be gone; so does what another process made of newer lines meanwhile.
 */
export async function storeSweeps(
  db: Knex,
  { planId, widthMetres, signature }: { planId: number; widthMetres: number; signature: string },
  rows: readonly SweepRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const side = (place: number) => rows.map(({ bounds }) => bounds[place] ?? 0);
  await db.raw(
    `with made as (
       select * from unnest(cast(:days as date[]), cast(:devices as bigint[]), cast(:madeFrom as bigint[]),
         cast(:seenFrom as bigint[]), cast(:settled as boolean[]), cast(:west as integer[]), cast(:south as integer[]),
         cast(:east as integer[]), cast(:north as integer[]), cast(:cells as text[]), cast(:bits as text[]))
         as made (day, device, made_from, seen_from, settled, west, south, east, north, cells, bits)
       where not exists (select from sweeps known where known.plan_id = :planId
         and known.width_metres = cast(:widthMetres as real) and known.day = made.day and known.device_id = made.device
         and made.seen_from is distinct from known.made_from
         and (known.settled or (known.ground = :signature and known.made_from > made.made_from)))
     )
     insert into sweeps (plan_id, width_metres, day, device_id, made_from, ground, west_e7, south_e7, east_e7, north_e7,
       cells, bits, settled)
     select cast(:planId as bigint), cast(:widthMetres as real), day, device, made_from, :signature, west, south, east,
       north, decode(cells, 'base64'), decode(bits, 'base64'), settled
     from made order by day, device
     on conflict (plan_id, width_metres, day, device_id) do update set made_from = excluded.made_from,
       ground = excluded.ground, west_e7 = excluded.west_e7, south_e7 = excluded.south_e7, east_e7 = excluded.east_e7,
       north_e7 = excluded.north_e7, cells = excluded.cells, bits = excluded.bits
     where sweeps.settled = excluded.settled`,
    {
      planId,
      widthMetres,
      signature,
      days: rows.map(({ day }) => day),
      devices: rows.map(({ deviceId }) => deviceId),
      madeFrom: rows.map(({ madeFrom }) => madeFrom),
      seenFrom: rows.map(({ seenFrom }) => seenFrom),
      settled: rows.map(({ settled }) => settled),
      west: side(0),
      south: side(1),
      east: side(2),
      north: side(3),
      cells: rows.map(({ cells }) => cells.toString('base64')),
      bits: rows.map(({ bits }) => bits.toString('base64')),
    },
  );
}

/**
 * Keeps what devices swept on the days, whatever becomes of their fixes. What is made anew of such a day is added to it.
 */
export async function settleSweeps(
  db: Knex,
  days: readonly { day: string; deviceId: number }[],
): Promise<void> {
  await db.raw(
    `update sweeps set settled = true
     from unnest(cast(:days as date[]), cast(:devices as bigint[])) as given (day, device)
     where sweeps.day = given.day and sweeps.device_id = given.device`,
    { days: days.map(({ day }) => day), devices: days.map(({ deviceId }) => deviceId) },
  );
}

/** Forgets what was swept before an instant. */
export async function deleteSweepsBefore(db: Knex, before: Date): Promise<void> {
  await db.raw('delete from sweeps where day < cast(:before as timestamptz)::date - 1', { before });
}
