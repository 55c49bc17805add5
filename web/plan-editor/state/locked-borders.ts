import type { CellFeature } from '../../types-plans.ts';
import { type CellPair, pairOf } from '../borders/border-at.ts';
import { currentId } from './successors.ts';

/** A border between two cells that an adjustment leaves alone; the codes tell the cells when they are out of view. */
export type LockedBorder = { cells: CellPair; codes: readonly [string, string] };

type Cells = ReadonlyMap<number, CellFeature>;

const isOf = (pair: CellPair) => (locked: LockedBorder) =>
  locked.cells[0] === pair[0] && locked.cells[1] === pair[1];

export const isLocked = (locks: readonly LockedBorder[], one: number, other: number) =>
  locks.some(isOf(pairOf(one, other)));

/** Locks a border, or unlocks it. */
export function toggledLock(locks: readonly LockedBorder[], cells: Cells, pair: CellPair): LockedBorder[] {
  const ordered = pairOf(...pair);
  if (locks.some(isOf(ordered))) return locks.filter((locked) => !isOf(ordered)(locked));
  const codeOf = (id: number) => cells.get(id)?.properties.code ?? String(id);
  return [...locks, { cells: ordered, codes: [codeOf(ordered[0]), codeOf(ordered[1])] }];
}

/**
 * The locks after cells have changed: a cell that goes on under another id is told by what became of it, or by its code
 * where it comes into view. Two cells that have become one have no border.
 */
export function followedLocks(
  locks: readonly LockedBorder[],
  renamed: ReadonlyMap<number, number>,
  cells: Cells,
): LockedBorder[] {
  const byCode = new Map([...cells.values()].map(({ id, properties }) => [properties.code, id]));
  const now = (id: number, code: string) => {
    const current = currentId(renamed, id);
    return cells.has(current) ? current : (byCode.get(code) ?? current);
  };
  return locks.flatMap(({ cells: [one, other], codes }) => {
    const [a, b] = [now(one, codes[0]), now(other, codes[1])];
    if (a === b) return [];
    return [{ cells: pairOf(a, b), codes: a < b ? codes : ([codes[1], codes[0]] as const) }];
  });
}
