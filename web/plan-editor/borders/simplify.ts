import { type LonLat, nearestOnSegment, squaredDistance } from './position.ts';

/** Leaves out what lies within `tolerance` (degrees of latitude) of the line through the rest (Douglas and Peucker 1973). */
export function simplify(line: readonly LonLat[], tolerance: number): LonLat[] {
  const [first] = line;
  const last = line.at(-1);
  if (!first || !last || line.length < 3) return [...line];
  let farthest = { place: 0, distance: tolerance * tolerance };
  for (const [place, point] of line.entries()) {
    const distance = squaredDistance(point, nearestOnSegment(point, first, last));
    if (distance > farthest.distance) farthest = { place, distance };
  }
  if (farthest.place === 0) return [first, last];
  return [
    ...simplify(line.slice(0, farthest.place + 1), tolerance).slice(0, -1),
    ...simplify(line.slice(farthest.place), tolerance),
  ];
}
