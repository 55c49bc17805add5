import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Rule } from '../rules/rule.ts';
import { areasToCover, type Covers } from '../rules/selection.ts';
import type { Interval } from './interval.ts';
import type { JudgedPlan } from './judged-plans.ts';
import { type Cell, coveredCells, type Land, landOf } from './land.ts';

/** A cell with the time in which obligations hold for it. */
export type GroundCell = Cell & { planId: number; obliged: Interval };

/** The cells that are judged, of one plan or of several that were in force. */
export type Ground = { cells: readonly GroundCell[]; lands: readonly Land[] };

/** What of the plans' cells the scope covers, and the caller's own cells beside it; with `only`, that cell at most. */
export async function groundOf(
  db: Knex,
  plans: readonly (JudgedPlan & { obliged: Interval })[],
  scope: Scope,
  ownCells: ReadonlySet<number>,
  only: number | null = null,
): Promise<Ground> {
  const lands = await Promise.all(plans.map(({ id }) => landOf(db, id)));
  const covered = await Promise.all(lands.map((land) => coveredCells(db, land, scope)));
  const cells = new Map<number, GroundCell>();
  plans.forEach(({ id: planId, obliged }, index) => {
    const inScope = covered[index];
    for (const cell of lands[index]?.cells ?? []) {
      if (only !== null && cell.id !== only) continue;
      if (inScope && !inScope.has(cell.id) && !ownCells.has(cell.id)) continue;
      const earlier = cells.get(cell.id);
      cells.set(cell.id, { ...cell, planId, obliged: continuing(earlier?.obliged, obliged) });
    }
  });
  return { cells: [...cells.values()], lands };
}

/** A cell that the next plan keeps stays obliged without a break; after a break, only the later time is judged. */
function continuing(earlier: Interval | undefined, later: Interval): Interval {
  if (!earlier || later[0] > earlier[1]) return later;
  return [Math.min(earlier[0], later[0]), Math.max(earlier[1], later[1])];
}

/** Asks once which cells the rules' areas cover, so that the rules can choose without the database. */
export async function coverOf(db: Knex, { lands }: Ground, rules: readonly Rule[]): Promise<Covers> {
  const areaIds = areasToCover(rules);
  const sets = await Promise.all(
    areaIds.map((areaId) => Promise.all(lands.map((land) => land.coveredBy(db, areaId)))),
  );
  const byArea = new Map(areaIds.map((areaId, index) => [areaId, sets[index] ?? []]));
  return (areaId, cellId) => byArea.get(areaId)?.some((set) => set.has(cellId)) ?? false;
}
