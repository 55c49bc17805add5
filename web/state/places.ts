import type { CellCoverage, Gap } from '../types.ts';

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

/** Coverage rows by the id of their cell. */
export const byCell = (rows: CellCoverage[]) => new Map(rows.map((row) => [row.cell, row]));
