import type { LonLat } from '../../geo/position.ts';

export type Side = readonly [a: LonLat, b: LonLat];

/** The sides of rings or lines in GeoJSON text; none of points. */
export function sidesOf(geometry: string): Side[] {
  const { coordinates }: { coordinates: unknown } = JSON.parse(geometry);
  return linesIn(coordinates).flatMap((line) =>
    line.slice(1).map((to, place): Side => [line[place] ?? to, to]),
  );
}

function linesIn(coordinates: unknown): LonLat[][] {
  if (!Array.isArray(coordinates)) return [];
  const isLine = Array.isArray(coordinates[0]) && typeof coordinates[0][0] === 'number';
  return isLine ? [coordinates] : coordinates.flatMap(linesIn);
}
