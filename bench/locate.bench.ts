import type { Knex } from 'knex';
import { seededRandom } from '../server/demo/random.ts';
import type { LonLat } from '../server/geo/position.ts';
import { cellsInForce } from '../server/plans/cells-in-force.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { cellsAcross, corner, makeWigglyPlan } from './wiggly-plan.ts';

const rounds = 5;
const fixes = 200_000;
const at = Date.parse('2026-03-01T08:00:00+08:00');

await withDatabase(async ({ db }) => {
  await makeWigglyPlan(db);
  const positions = randomPositions();
  await storePoints(db, positions);
  const startedAt = performance.now();
  const cells = await cellsInForce(db);
  console.log(`  read and indexed in ${Math.round(performance.now() - startedAt)} ms`);
  const ours: number[] = [];
  const joined: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const process = locateAll(cells.locate, positions);
    const join = await joinAll(db);
    if (process.found !== join.found) throw new Error(`${process.found} located, PostGIS says ${join.found}`);
    if (round === 0) continue; // warm-up
    ours.push(process.perSecond);
    joined.push(join.perSecond);
  }
  report({
    name: `locating fixes in ${cellsAcross ** 2} cells of 36 vertices in the process`,
    value: median(ours),
    unit: 'fixes/s',
    baseline: median(joined),
    baselineOf: 'the plain PostGIS join of stored points with the indexed cells',
    atLeast: 10,
  });
});

/** Anywhere on the land of the plan, a little inside its wiggly border. */
function randomPositions(): LonLat[] {
  const random = seededRandom(11);
  const within = () => 0.01 + random.next() * (cellsAcross - 2) * 0.01;
  return Array.from({ length: fixes }, (): LonLat => [corner[0] + within(), corner[1] + within()]);
}

function locateAll(
  locate: (lon: number, lat: number, atMs: number) => number[],
  positions: readonly LonLat[],
): { found: number; perSecond: number } {
  const startedAt = performance.now();
  let found = 0;
  for (const [lon, lat] of positions) found += locate(lon, lat, at).length;
  return { found, perSecond: positions.length / ((performance.now() - startedAt) / 1000) };
}

async function storePoints(db: Knex, positions: readonly LonLat[]): Promise<void> {
  await db.raw('create table bench_points (position geometry(Point, 4326) not null)');
  await db.raw(
    'insert into bench_points select st_setsrid(st_makepoint(lon, lat), 4326) from unnest(:lons::float8[], :lats::float8[]) as given(lon, lat)',
    { lons: positions.map(([lon]) => lon), lats: positions.map(([, lat]) => lat) },
  );
  await db.raw('vacuum analyze bench_points');
}

async function joinAll(db: Knex): Promise<{ found: number; perSecond: number }> {
  const startedAt = performance.now();
  const { rows } = await db.raw(
    'select count(cells.id)::int as found from bench_points join cells on st_covers(cells.geometry, bench_points.position)',
  );
  return { found: rows[0].found, perSecond: fixes / ((performance.now() - startedAt) / 1000) };
}
