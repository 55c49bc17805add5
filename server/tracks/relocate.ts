import type { Knex } from 'knex';
import type { Deps } from '../deps.ts';
import { msColumn, timestampOf } from './columns.ts';
import type { Period } from './custody.ts';
import { rereadPeriod } from './reread-period.ts';
import { dayMs } from './thresholds.ts';

type Relocation = Period & { id: number; deviceIdDone: number };

/**
 * The transaction id that had been given last when a relocation was first seen: whatever may have read the cells of
 * before has an older one, since deliveries take theirs before they read the cells.
 */
const barriers = new Map<number, string>();

/**
 * Locates fixes again in the cells of plans that were published with a date in the past: device by device, from
 * where it stopped. It begins once every delivery that may still use the older cells has ended.
 */
export const relocating = {
  name: 'locate fixes in newly published cells',
  everyMs: 1_000,
  run: ({ db }: Deps): Promise<void> => relocateAll(db),
};

/** Does every relocation that may begin. */
export async function relocateAll(db: Knex): Promise<void> {
  for (const relocation of await openRelocations(db)) {
    if (!(await mayBegin(db, relocation.id))) continue;
    await relocate(db, relocation);
    barriers.delete(relocation.id);
  }
}

async function relocate(db: Knex, { id, from, to, deviceIdDone }: Relocation): Promise<void> {
  for (const deviceId of await devicesWithin(db, { from, to }, deviceIdDone)) {
    await rereadPeriod(db, deviceId, { from, to });
    await db('relocations').where({ id }).update({ device_id_done: deviceId });
  }
  await db('relocations').where({ id }).update({ finished_at: db.fn.now() });
}

async function mayBegin(db: Knex, id: number): Promise<boolean> {
  const barrier = barriers.get(id);
  const { rows } = await db.raw(
    `select pg_snapshot_xmax(pg_current_snapshot())::text as last,
       pg_snapshot_xmin(pg_current_snapshot()) >= cast(coalesce(:barrier, pg_snapshot_xmax(pg_current_snapshot())::text) as xid8) as ready`,
    { barrier: barrier ?? null },
  );
  if (!barrier) barriers.set(id, rows[0].last);
  return rows[0].ready;
}

async function openRelocations(db: Knex): Promise<Relocation[]> {
  const { rows } = await db.raw(
    `select id, ${msColumn("coalesce(lower(period), '-infinity')")} as "from",
       ${msColumn("coalesce(upper(period), 'infinity')")} as "to", device_id_done as "deviceIdDone"
     from relocations where finished_at is null order by id`,
  );
  return rows;
}

async function devicesWithin(db: Knex, { from, to }: Period, after: number): Promise<number[]> {
  const { rows } = await db.raw(
    `select distinct device_id as id from tracks
     where started_at >= cast(:since as timestamptz) and started_at < cast(:to as timestamptz)
       and ended_at >= cast(:from as timestamptz) and device_id > :after
     order by device_id`,
    { since: timestampOf(from - 2 * dayMs), from: timestampOf(from), to: timestampOf(to), after },
  );
  return rows.map(({ id }: { id: number }) => id);
}
