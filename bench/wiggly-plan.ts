import type { Knex } from 'knex';
import { seededRandom } from '../server/demo/random.ts';
import type { LonLat } from '../server/geo/position.ts';
import type { FlatPolygon } from '../server/geo/wkb.ts';
import { keepCells, putPlanCells } from '../server/plans/cell-store.ts';

/** 28,561 cells of 36 vertices in a square of 1.69 degrees; neighbours share every vertex. */
export const cellsAcross = 169;
const piecesASide = 9;
const cellDegrees = 0.01;
export const corner: LonLat = [118, 48];

/** Publishes a plan of so many times as many wiggly cells; returns its id. */
export async function makeWigglyPlan(db: Knex, across = cellsAcross): Promise<number> {
  const [plan] = await db('plans').insert({ name: 'bench', layer: 'community' }).returning('id');
  const outlines = wigglyCells(across);
  await db.transaction(async (trx) => {
    const kept = await keepCells(
      trx,
      outlines.map((polygon) => [polygon]),
    );
    const cells = kept.map(({ cellId }, index) => ({
      cellId,
      code: `150724000000${String(index).padStart(5, '0')}`,
      name: `第${index}格`,
      ownerAreaId: null,
      usage: 'pasture',
    }));
    await putPlanCells(trx, plan.id, cells);
    await trx('plans')
      .where({ id: plan.id })
      .update({ status: 'published', in_force: '[2025-01-01,)', published_at: trx.fn.now() });
    await trx('revisions').where({ name: 'cells' }).increment('revision', 1);
  });
  await db.raw('vacuum analyze cells, plan_cells');
  return plan.id;
}

/** Squares whose sides wander: each side is made once and given to both cells that it parts. */
function wigglyCells(across: number): FlatPolygon[] {
  const random = seededRandom(7);
  const jitter = (share: number) => (random.next() - 0.5) * share * cellDegrees;
  const round = (value: number) => Math.round(value * 1e7) / 1e7;
  const nodes = grid(
    across + 1,
    across + 1,
    (column, row): LonLat => [
      round(corner[0] + column * cellDegrees + jitter(0.2)),
      round(corner[1] + row * cellDegrees + jitter(0.2)),
    ],
  );
  const side = (from: LonLat, to: LonLat): LonLat[] =>
    Array.from({ length: piecesASide }, (_, piece): LonLat => {
      if (piece === 0) return from;
      const share = piece / piecesASide;
      return [
        round(from[0] + share * (to[0] - from[0]) + jitter(0.05)),
        round(from[1] + share * (to[1] - from[1]) + jitter(0.05)),
      ];
    });
  const at = (column: number, row: number) => nodes[column]?.[row] ?? corner;
  const east = grid(across, across + 1, (column, row) => side(at(column, row), at(column + 1, row)));
  const north = grid(across + 1, across, (column, row) => side(at(column, row), at(column, row + 1)));
  const back = (line: LonLat[] | undefined, from: LonLat) => [from, ...(line ?? []).slice(1).reverse()];
  return grid(across, across, (column, row): FlatPolygon => {
    const ring = [
      ...(east[column]?.[row] ?? []),
      ...(north[column + 1]?.[row] ?? []),
      ...back(east[column]?.[row + 1], at(column + 1, row + 1)),
      ...back(north[column]?.[row], at(column, row + 1)),
      at(column, row),
    ];
    return [Float64Array.from(ring.flat())];
  }).flat();
}

function grid<T>(columns: number, rows: number, make: (column: number, row: number) => T): T[][] {
  return Array.from({ length: columns }, (_, column) =>
    Array.from({ length: rows }, (__, row) => make(column, row)),
  );
}
