import type { CellCoverage, Gap } from '../types.ts';

/** The gaps of one cell or area together. */
export type Place = { key: string; cell: number | undefined; area: number | undefined; gaps: Gap[] };

/** Gaps by place, in the order of each place's worst: the server lists the worst first. */
export function placesOf(gaps: Gap[]): Place[] {
  const places = new Map<string, Place>();
  for (const gap of gaps) {
    const [cell, area] = [gap.cell ?? undefined, gap.area ?? undefined];
    const key = cell === undefined ? `area ${area}` : `cell ${cell}`;
    const place = places.get(key) ?? { key, cell, area, gaps: [] };
    place.gaps.push(gap);
    places.set(key, place);
  }
  return [...places.values()];
}

/** Coverage rows by the id of their cell. */
export const byCell = (rows: CellCoverage[]) => new Map(rows.map((row) => [row.cell, row]));
