import type { MultiLineString } from 'geojson';
import { type Borders, lineOf } from './borders.ts';
import { type LonLat, nearestOnSegment, squaredDistance } from './position.ts';
import { segmentsOf } from './segment.ts';

/** Two neighbours, the lower id first. */
export type CellPair = readonly [number, number];

export const pairOf = (one: number, other: number): CellPair => (one < other ? [one, other] : [other, one]);

/** The two cells whose common border is nearest to a point and within reach of it. */
export function borderAt(borders: Borders, point: LonLat, reachDegrees: number): CellPair | undefined {
  let best: { pair: CellPair; squared: number } | undefined;
  for (const arc of borders.arcs) {
    const [one, other, third] = arc.cells;
    if (one === undefined || other === undefined || third !== undefined || one === other) continue;
    for (const [a, b] of segmentsOf(lineOf(borders, arc))) {
      const squared = squaredDistance(nearestOnSegment(point, a, b), point);
      if (squared <= (best?.squared ?? reachDegrees * reachDegrees))
        best = { pair: pairOf(one, other), squared };
    }
  }
  return best?.pair;
}

/** Where two cells meet; nothing where they do not, or are out of view. */
export function commonBorder(borders: Borders, [one, other]: CellPair): MultiLineString {
  const arcs = borders.arcs.filter(({ cells }) => cells.includes(one) && cells.includes(other));
  return { type: 'MultiLineString', coordinates: arcs.map((arc) => lineOf(borders, arc)) };
}
