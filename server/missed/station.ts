import { compareTexts } from '../coverage/compare-texts.ts';
import type { GapKind } from '../coverage/gap.ts';
import { countByKind, type RankedGap } from '../coverage/gap-list.ts';
import { placeOfArea } from '../obligations/person.ts';

export type Station = { id: number; name: string };

/** What is missed within a station's area; those outside of every station come under null. */
export type StationGaps = {
  station: Station | null;
  gaps: readonly RankedGap[];
  totals: Partial<Record<GapKind, number>>;
  worst: number;
};

/** A cell's id or, negative, an area's. */
export const placeOf = ({ found }: RankedGap): number =>
  'cell' in found ? found.cell.id : placeOfArea(found.area.id);

/**
 * Ranked gaps by the station they lie in, stations by name; of each the worst first, as they are ranked. None is lost and
 * none counted twice.
 */
export function groupByStation(
  ranked: readonly RankedGap[],
  stationOf: (place: number) => Station | null,
): StationGaps[] {
  const groups = new Map<number | null, { station: Station | null; gaps: RankedGap[] }>();
  for (const one of ranked) {
    const station = stationOf(placeOf(one));
    const group = groups.get(station?.id ?? null) ?? { station, gaps: [] };
    group.gaps.push(one);
    groups.set(station?.id ?? null, group);
  }
  return [...groups.values()]
    .map(({ station, gaps }) => ({ station, gaps, totals: countByKind(gaps), worst: gaps[0]?.severity ?? 0 }))
    .sort((a, b) => compareStations(a.station, b.station));
}

/** By name, as people look for them; what is no station's comes last. */
export function compareStations(a: Station | null, b: Station | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareTexts(a.name, b.name) || a.id - b.id;
}
