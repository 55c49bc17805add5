import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Rule } from '../rules/rule.ts';
import { areasToCover, type Covers } from '../rules/selection.ts';
import type { Interval } from './interval.ts';
import type { JudgedPlan } from './judged-plans.ts';
import { coveredCells, type GroundCell, type Land, landOf } from './land.ts';

/** The cells that are judged, of one plan or of several that were in force. */
export type Ground = {
  cells: readonly GroundCell[];
  lands: readonly Land[];
  /** The plans whose cells they are, each with the time in which it counts. */
  plans: readonly { id: number; obliged: Interval }[];
};

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
  const chosen = plans.map(({ obliged }, index): readonly GroundCell[] => {
    const inScope = covered[index] ?? null;
    const all = lands[index]?.during(obliged) ?? [];
    if (only === null && inScope === null) return all;
    return all.filter(
      ({ id }) => (only === null || id === only) && (inScope === null || inScope.has(id) || ownCells.has(id)),
    );
  });
  const [first = [], ...others] = chosen;
  return { cells: others.length === 0 ? first : merge(chosen), lands, plans };
}

/** Each cell once, as the latest plan has it. */
function merge(plans: readonly (readonly GroundCell[])[]): GroundCell[] {
  const cells = new Map<number, GroundCell>();
  for (const cell of plans.flat()) {
    const obliged = continuing(cells.get(cell.id)?.obliged, cell.obliged);
    cells.set(cell.id, { ...cell, obliged });
  }
  return [...cells.values()];
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
