import type { Interval } from '../coverage/interval.ts';
import type { OwnedCell } from './reach.ts';

/** The cells of a plan, in columns; a cell without an owner has 0, `usages` are numbered by `usageNames`. */
export type PlanCells = { ids: Float64Array; owners: Float64Array; usages: Int32Array };

/** A plan with the time in which it obliges, and that in which who is assigned to its cells counts for their owners. */
export type GroundPlan = { id: number; cells: PlanCells; obliged: Interval; reach: Interval };

/** An area as rules choose it. */
export type KnownArea = { id: number; kind: string; parentId: number | null };

/** Everything that can be obliged: the cells of plans and the areas there are. */
export type Ground = {
  plans: readonly GroundPlan[];
  usageNames: readonly (string | null)[];
  areas: ReadonlyMap<number, KnownArea>;
  /** Cells that belong to an area, each for as long as a plan says so. */
  ownedBy: (areaId: number) => readonly OwnedCell[];
  /** The areas that a cell ever belonged to. */
  ownersOf: (cellId: number) => readonly number[];
};

export function groundOf(
  plans: readonly GroundPlan[],
  usageNames: readonly (string | null)[],
  areas: ReadonlyMap<number, KnownArea>,
): Ground {
  const owned = new Map<number, OwnedCell[]>();
  const owners = new Map<number, number[]>();
  for (const { cells, reach } of plans) {
    for (let row = 0; row < cells.ids.length; row++) {
      const [cellId, owner] = [cells.ids[row] ?? 0, cells.owners[row] ?? 0];
      if (owner === 0) continue;
      pushTo(owned, owner, { cellId, from: reach[0], to: reach[1] });
      if (!owners.get(cellId)?.includes(owner)) pushTo(owners, cellId, owner);
    }
  }
  return {
    plans,
    usageNames,
    areas,
    ownedBy: (areaId) => owned.get(areaId) ?? [],
    ownersOf: (cellId) => owners.get(cellId) ?? [],
  };
}

function pushTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}
