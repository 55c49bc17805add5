import type { Knex } from 'knex';
import { seededRandom } from '../server/demo/random.ts';
import { type PlanIndex, planIndex } from '../server/plans/plan-index.ts';
import { cellTile } from '../server/tiles/cell-tile.ts';
import type { TileAddress } from '../server/tiles/tile-address.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { cellsAcross, corner, makeWigglyPlan } from './wiggly-plan.ts';

const tilesAZoom = 200;

await withDatabase(async ({ db }) => {
  const planId = await makeWigglyPlan(db);
  await db.raw(
    'create index bench_cells_mercator on cells using gist (st_transform(geometry, 3857)); analyze cells',
  );
  const startedAt = performance.now();
  const index = await planIndex(db, planId, 1);
  console.log(`  plan read in ${Math.round(performance.now() - startedAt)} ms`);
  for (const zoom of [12, 13, 14]) await measureZoom(db, planId, index, zoom);
});

/** Every tile is made once by either: nothing is taken from a cache but the plan and the database's own pages. */
async function measureZoom(db: Knex, planId: number, index: PlanIndex, zoom: number): Promise<void> {
  const [warm, ...addresses] = randomTiles(zoom);
  if (warm) await Promise.all([makeOurs(index, warm), askDatabase(db, planId, warm)]);
  const ours: number[] = [];
  const database: number[] = [];
  for (const address of addresses) {
    ours.push(await elapsed(() => makeOurs(index, address)));
    database.push(await elapsed(() => askDatabase(db, planId, address)));
  }
  report({
    name: `a cell tile at z${zoom} of a plan of ${cellsAcross ** 2} cells in memory, median`,
    value: median(ours),
    unit: 'ms',
    baseline: median(database),
    baselineOf: 'ST_AsMVT asked directly for the same tile',
    atMost: 1,
  });
  const isQuick = median(ours) < 10;
  console.log(`  under 10 ms: ${isQuick ? 'reached' : 'MISSED'}`);
}

function randomTiles(zoom: number): TileAddress[] {
  const random = seededRandom(zoom);
  return Array.from({ length: tilesAZoom }, () => {
    const lon = corner[0] + random.next() * cellsAcross * 0.01;
    const lat = corner[1] + random.next() * cellsAcross * 0.01;
    const y = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
    return { z: zoom, x: Math.floor(((lon + 180) / 360) * 2 ** zoom), y: Math.floor(y * 2 ** zoom) };
  });
}

async function elapsed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function makeOurs(index: PlanIndex, address: TileAddress): Uint8Array {
  return cellTile(index, address, () => true);
}

/** The usual statement, with an index on the projected outlines. */
async function askDatabase(db: Knex, planId: number, { z, x, y }: TileAddress): Promise<Buffer> {
  const { rows } = await db.raw(
    `with bounds as (select st_tileenvelope(:z, :x, :y) as tile, st_tileenvelope(:z, :x, :y, margin => 64.0 / 4096) as wide)
     select st_asmvt(feature, 'cells', 4096, 'outline', 'id') as tile from (
       select cells.id, plan_cells.code, plan_cells.name, plan_cells.usage, plan_cells.owner_area_id as "ownerAreaId",
         st_asmvtgeom(st_transform(cells.geometry, 3857), bounds.tile, 4096, 64) as outline
       from bounds join cells on st_transform(cells.geometry, 3857) && bounds.wide
       join plan_cells on plan_cells.cell_id = cells.id and plan_cells.plan_id = :planId
     ) feature`,
    { planId, z, x, y },
  );
  return rows[0].tile;
}
