import type { Knex } from 'knex';
import { middleOf, type Square, squareKey, squareOf, squaresWithin } from '../../measures/squares.ts';
import type { KnownRun } from '../../measures/stay-queries.ts';
import { type Reach, reachIn } from '../../sweeps/reach.ts';
import { landOf } from '../land.ts';
import { type PlanOutlines, planOutlines } from '../plan-outlines.ts';

/** A square of a kilometre with the ways through it, in order; and how far is seen there. */
export type SurveyedSquare = { reach: Reach; runs: readonly KnownRun[] };

export type SquaresIn = (cellId: number) => readonly SurveyedSquare[];

/**
 * A square is of the cell that holds its middle; a cell that holds none has the one that holds its own. Found when a cell
 * is asked about, for rules select few of a plan's cells.
 */
export async function squareSurveyor(
  db: Knex,
  planIds: readonly number[],
): Promise<(runs: readonly KnownRun[]) => SquaresIn> {
  const places: Place[] = [];
  // One after the other: only one plan's outlines are held at a time.
  for (const planId of planIds) {
    const land = await landOf(db, planId);
    const { locate } = await planOutlines(db, planId);
    places.push({ cells: land.byId(), locate, squares: squaresHeld(land) });
  }
  return (runs) => {
    const bySquare = runsBySquare(runs);
    return (cellId) => {
      for (const { cells, locate, squares } of places) {
        const cell = cells.get(cellId);
        if (!cell) continue;
        const known = squares.get(cellId) ?? squaresOf(cell, locate);
        squares.set(cellId, known);
        const reach = reachIn(cell);
        return known.map((square) => ({ reach, runs: bySquare.get(squareKey(square)) ?? [] }));
      }
      return [];
    };
  };
}

type Place = {
  cells: ReadonlyMap<number, LandCell>;
  locate: PlanOutlines['locate'];
  squares: Map<number, readonly Square[]>;
};

type Land = Awaited<ReturnType<typeof landOf>>;
type LandCell = Land['cells'][number];

const held = new WeakMap<Land, Map<number, readonly Square[]>>();

function squaresHeld(land: Land): Map<number, readonly Square[]> {
  const known = held.get(land) ?? new Map<number, readonly Square[]>();
  held.set(land, known);
  return known;
}

function squaresOf({ id, bounds }: LandCell, locate: PlanOutlines['locate']): Square[] {
  const inside = squaresWithin(bounds).filter((square) => {
    const { lonE7, latE7 } = middleOf(square);
    return locate(lonE7 / 1e7, latE7 / 1e7).includes(id);
  });
  if (inside.length > 0) return inside;
  const [west, south, east, north] = bounds;
  return [squareOf({ lonE7: ((west + east) / 2) * 1e7, latE7: ((south + north) / 2) * 1e7 })];
}

function runsBySquare(runs: readonly KnownRun[]): Map<number, KnownRun[]> {
  const bySquare = new Map<number, KnownRun[]>();
  for (const run of runs) {
    const key = squareKey(run);
    const known = bySquare.get(key);
    if (known) known.push(run);
    else bySquare.set(key, [run]);
  }
  for (const list of bySquare.values()) list.sort((a, b) => a.at - b.at);
  return bySquare;
}
