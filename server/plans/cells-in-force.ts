import type { Knex } from 'knex';
import { outlinePacker, type PackedOutlines } from '../geo/packed-outlines.ts';
import { polygonsOfWkb } from '../geo/wkb.ts';

/**
 * The cells of every plan that was ever published, with the periods in force, in memory.
 * `revision` is the `cells` revision that was current when it was read: what was located with it carries that number.
 */
export type CellsInForce = Readonly<{
  revision: number;
  /**
   * Ids of the cells that hold the point, in degrees, at the instant, in epoch milliseconds: at most one of each plan
   * in force, a point on a border between two cells in exactly one of them. No order.
   */
  locate: (lon: number, lat: number, atMs: number) => number[];
}>;

const cached = new WeakMap<object, Promise<CellsInForce>>();

/**
 * The index of the cells in force as the given connection or transaction sees them: reads the revision, and reloads
 * where the one in memory is of another. Call it inside the transaction that stores what is located, which may have
 * read the revision already.
 */
export async function cellsInForce(db: Knex, known?: number): Promise<CellsInForce> {
  const revision = known ?? (await currentRevision(db));
  // A transaction shares its settings with its pool, so both find the same index.
  const key: object = db.client.config;
  const held = await cached.get(key)?.catch(() => undefined);
  if (held?.revision === revision) return held;
  const loading = load(db, revision);
  cached.set(key, loading);
  return loading;
}

async function currentRevision(db: Knex): Promise<number> {
  const row = await db('revisions').where({ name: 'cells' }).first('revision');
  return row.revision;
}

const pageSize = 5_000;

/** The revision was read first: where a publication comes in between, the index is newer than it says, never older. */
async function load(db: Knex, revision: number): Promise<CellsInForce> {
  const plans = await publishedPlans(db);
  const packer = outlinePacker();
  const cellIds: number[] = [];
  const plansOf: number[][] = [];
  let after = { cell: 0, variant: '' };
  for (;;) {
    const rows = await outlinesAfter(db, after);
    for (const row of rows) {
      packer.add(polygonsOfWkb(row.wkb));
      cellIds.push(row.cell_id);
      plansOf.push(row.plan_ids);
    }
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) break;
    after = { cell: last.cell_id, variant: last.variant };
  }
  return { revision, locate: locator(packer.pack(), cellIds, plansOf, plans) };
}

type Period = { fromMs: number; toMs: number };

function locator(
  outlines: PackedOutlines,
  cellIds: number[],
  plansOf: number[][],
  plans: Map<number, Period>,
): CellsInForce['locate'] {
  const periodsOf = plansOf.map((ids) => ids.flatMap((id) => plans.get(id) ?? []));
  return (lon, lat, atMs) => {
    const found: number[] = [];
    outlines.holding(lon, lat, (index) => {
      const inForce = periodsOf[index]?.some((period) => period.fromMs <= atMs && atMs < period.toMs);
      const cellId = cellIds[index];
      if (inForce && cellId !== undefined && !found.includes(cellId)) found.push(cellId);
    });
    return found;
  };
}

async function publishedPlans(db: Knex): Promise<Map<number, Period>> {
  const { rows } = await db.raw(
    `select id, coalesce(extract(epoch from lower(in_force)) * 1000, '-infinity')::float8 as from_ms,
       coalesce(extract(epoch from upper(in_force)) * 1000, 'infinity')::float8 as to_ms
     from plans where in_force is not null`,
  );
  const period = (row: { id: number; from_ms: number; to_ms: number }): [number, Period] => [
    row.id,
    { fromMs: row.from_ms, toMs: row.to_ms },
  ];
  return new Map(rows.map(period));
}

type OutlineRow = { cell_id: number; variant: string; wkb: Buffer; plan_ids: number[] };

/** Each outline once with all its plans; a plan that needs further vertices on it has its own variant. */
async function outlinesAfter(db: Knex, after: { cell: number; variant: string }): Promise<OutlineRow[]> {
  const { rows } = await db.raw(
    `select used.cell_id, used.variant, used.plan_ids, st_asbinary(coalesce(used.geometry, cells.geometry)) as wkb
     from (
       select plan_cells.cell_id, coalesce(plan_cells.plan_id::text, '') as variant, plan_cells.geometry,
         array[plan_cells.plan_id] as plan_ids
       from plan_cells join plans on plans.id = plan_cells.plan_id
       where plans.in_force is not null and plan_cells.geometry is not null
       union all
       select plan_cells.cell_id, '', null, array_agg(plan_cells.plan_id)
       from plan_cells join plans on plans.id = plan_cells.plan_id
       where plans.in_force is not null and plan_cells.geometry is null
       group by plan_cells.cell_id
     ) used join cells on cells.id = used.cell_id
     where (used.cell_id, used.variant) > (:cell, :variant)
     order by used.cell_id, used.variant limit :pageSize`,
    { ...after, pageSize },
  );
  return rows;
}
