import type { DemoCell } from './outings.ts';

/** How many cells of a station's communities hold a school, and how many a market. */
const SCHOOLS: Record<string, number> = { 'DEMO-S01': 5, 'DEMO-S02': 6, 'DEMO-S03': 1 };
const MARKETS: Record<string, number> = { 'DEMO-S01': 2, 'DEMO-S02': 2, 'DEMO-S03': 1, 'DEMO-S04': 1 };

const ordinary = { community: 'residential', village: 'pasture', forest: 'forest' } as const;

/** What each cell is used for: its land's ordinary use, and in the towns some schools and markets apart from each other. */
export function demonstrationUsages(cells: readonly DemoCell[]): Map<number, string> {
  const usages = new Map<number, string>(cells.map(({ id, ownerKind }) => [id, ordinary[ownerKind]]));
  for (const stationCode of new Set(cells.map((cell) => cell.stationCode))) {
    const town = cells.filter((cell) => cell.stationCode === stationCode && cell.ownerKind === 'community');
    const schools = spread(town, SCHOOLS[stationCode] ?? 0);
    for (const { id } of schools) usages.set(id, 'school');
    const others = town.filter((cell) => !schools.includes(cell));
    for (const { id } of spread(others, MARKETS[stationCode] ?? 0)) usages.set(id, 'market');
  }
  return usages;
}

/** So many of the cells, at even distances in their order. */
function spread<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: Math.min(count, items.length) }, (_, index) =>
    items.at(Math.floor(((index + 0.5) * items.length) / count)),
  ).filter((item) => item !== undefined);
}
