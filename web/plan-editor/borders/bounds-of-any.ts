import type { Geometry, Position } from 'geojson';
import type { Bounds } from '../../types.ts';

function* positionsOf(geometry: Geometry): Generator<Position> {
  if (geometry.type === 'GeometryCollection') {
    for (const part of geometry.geometries) yield* positionsOf(part);
    return;
  }
  yield* flattened(geometry.coordinates);
}

type Nested = Position | Nested[];

function* flattened(coordinates: Nested): Generator<Position> {
  if (coordinates.every((one) => typeof one === 'number')) yield coordinates;
  else for (const one of coordinates) if (typeof one !== 'number') yield* flattened(one);
}

/** About what a small place is seen in: some 200 metres to each side. */
const surroundingsDegrees = 0.002;

/** The bounds of any geometry with its surroundings; null of nothing. */
export function boundsOfAny(geometry: Geometry): Bounds | null {
  let bounds: Bounds | null = null;
  for (const [x = 0, y = 0] of positionsOf(geometry))
    bounds = bounds
      ? [Math.min(bounds[0], x), Math.min(bounds[1], y), Math.max(bounds[2], x), Math.max(bounds[3], y)]
      : [x, y, x, y];
  if (!bounds) return null;
  const [west, south, east, north] = bounds;
  const x = Math.max(surroundingsDegrees, (east - west) / 2);
  const y = Math.max(surroundingsDegrees, (north - south) / 2);
  return [west - x, south - y, east + x, north + y];
}
