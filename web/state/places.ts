import { statusOrder } from '../map/palette.ts';
import type { CellStatus, CoverageStates, Gap } from '../types.ts';

/** The gaps of one cell or area together. */
export type Place = {
  key: string;
  cell: number | undefined;
  area: number | undefined;
  code: string | null;
  name: string;
  position: readonly [number, number] | null;
  gaps: Gap[];
};

/** Gaps by place, in the order of each place's worst: the server lists the worst first. */
export function placesOf(gaps: Gap[]): Place[] {
  const places = new Map<string, Place>();
  for (const gap of gaps) {
    const { cell, area, place, position } = gap;
    const key = cell === undefined ? `area ${area}` : `cell ${cell}`;
    const known = places.get(key) ?? { key, cell, area, ...place, position, gaps: [] };
    known.gaps.push(gap);
    places.set(key, known);
  }
  return [...places.values()];
}

export type CellState = { cell: number; status: CellStatus };

/** How each cell fares, by its id. */
export function byCell(states: CoverageStates['states'] | undefined): ReadonlyMap<number, CellState> {
  const cells = new Map<number, CellState>();
  for (const status of statusOrder)
    for (const cell of states?.[status] ?? []) cells.set(cell, { cell, status });
  return cells;
}
