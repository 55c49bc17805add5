import type { CellStatus } from '../types.ts';

/** How a cell fares against another period. */
export const changes = ['worse', 'same', 'better', 'incomparable'] as const;
export type CellChange = (typeof changes)[number];

/** Worst first, as the states are decided. */
const ranks: Record<CellStatus, number | null> = {
  never: 0,
  unmet: 1,
  'no-data': 2,
  late: 3,
  met: 4,
  excluded: null,
};

/** What became of a cell; a state that says nothing, or none, cannot be compared. */
export function changeOf(before: CellStatus | undefined, now: CellStatus | undefined): CellChange {
  const [earlier, later] = [before && ranks[before], now && ranks[now]];
  if (typeof earlier !== 'number' || typeof later !== 'number') return 'incomparable';
  if (later === earlier) return 'same';
  return later > earlier ? 'better' : 'worse';
}

type Row = { cell: number; status: CellStatus };

/** The change of every cell of the present period. */
export function changesOf(before: Iterable<Row>, now: Iterable<Row>): Map<number, CellChange> {
  const earlier = new Map<number, CellStatus>();
  for (const { cell, status } of before) earlier.set(cell, status);
  const changed = new Map<number, CellChange>();
  for (const { cell, status } of now) changed.set(cell, changeOf(earlier.get(cell), status));
  return changed;
}

/** How many rows say each. */
export function countBy<Key>(keys: Iterable<Key>): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The share of the judged cells that met their obligations; null where none was judged. */
export function shareMet(counts: ReadonlyMap<CellStatus, number>): number | null {
  let judged = 0;
  for (const [status, count] of counts) if (status !== 'excluded') judged += count;
  return judged === 0 ? null : (counts.get('met') ?? 0) / judged;
}
