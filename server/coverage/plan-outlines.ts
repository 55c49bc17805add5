import type { Knex } from 'knex';
import { outlinePacker } from '../geo/packed-outlines.ts';
import { polygonsOfWkb } from '../geo/wkb.ts';

/** The outlines of one plan's cells, draft or not. */
export type PlanOutlines = Readonly<{
  /** Ids of the cells that hold the point, in degrees; in a draft that is not proved there may be several. */
  locate: (lon: number, lat: number) => number[];
  /** In degrees times 1e7; null where the plan has no cells. */
  bounds: { west: number; south: number; east: number; north: number } | null;
}>;

type Held = { planId: number; revision: number; outlines: Promise<PlanOutlines> };
const heldByDatabase = new WeakMap<object, Held>();

/** The outlines of a plan, in memory until it changes or another plan's are asked for. */
export async function planOutlines(db: Knex, planId: number): Promise<PlanOutlines> {
  const { revision } = await db('plans').where({ id: planId }).first('revision');
  // A transaction shares its settings with its pool, so both find the same outlines.
  const key: object = db.client.config;
  const held = heldByDatabase.get(key);
  if (held?.planId === planId && held.revision === revision) return held.outlines;
  const outlines = readOutlines(db, planId);
  heldByDatabase.set(key, { planId, revision, outlines });
  outlines.catch(() => heldByDatabase.delete(key));
  return outlines;
}

const pageSize = 5_000;

async function readOutlines(db: Knex, planId: number): Promise<PlanOutlines> {
  const packer = outlinePacker();
  const cellIds: number[] = [];
  let afterId = 0;
  for (;;) {
    const { rows } = await db.raw(
      `select cell_id as id, st_asbinary(coalesce(plan_cells.geometry, cells.geometry)) as wkb
       from plan_cells join cells on cells.id = plan_cells.cell_id
       where plan_id = :planId and cell_id > :afterId order by cell_id limit :pageSize`,
      { planId, afterId, pageSize },
    );
    for (const { id, wkb } of rows) {
      packer.add(polygonsOfWkb(wkb));
      cellIds.push(id);
    }
    if (rows.length < pageSize) break;
    afterId = rows.at(-1).id;
  }
  const packed = packer.pack();
  return {
    bounds: await readBounds(db, planId),
    locate: (lon, lat) => idsHolding(packed, cellIds, lon, lat),
  };
}

function idsHolding(
  packed: ReturnType<ReturnType<typeof outlinePacker>['pack']>,
  cellIds: readonly number[],
  lon: number,
  lat: number,
): number[] {
  const found: number[] = [];
  packed.holding(lon, lat, (index) => {
    const cellId = cellIds[index];
    if (cellId !== undefined) found.push(cellId);
  });
  return found;
}

async function readBounds(db: Knex, planId: number): Promise<PlanOutlines['bounds']> {
  const { rows } = await db.raw(
    `select floor(st_xmin(extent) * 1e7)::int as west, floor(st_ymin(extent) * 1e7)::int as south,
       ceil(st_xmax(extent) * 1e7)::int as east, ceil(st_ymax(extent) * 1e7)::int as north
     from (select st_extent(cells.geometry) as extent from plan_cells join cells on cells.id = plan_cells.cell_id
       where plan_id = :planId) as plan where extent is not null`,
    { planId },
  );
  return rows[0] ?? null;
}
