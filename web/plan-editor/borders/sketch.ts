import type { LineString, Polygon } from 'geojson';
import { type LonLat, roundPosition } from './position.ts';
import { segmentsCross, segmentsOf } from './segment.ts';

/** What is being drawn with the pointer. */
export type SketchShape = 'polygon' | 'rectangle' | 'freehand' | 'line';

/** The points set so far. */
export type Sketch = { shape: SketchShape; points: LonLat[] };

const leastPoints: Record<SketchShape, number> = { polygon: 3, rectangle: 2, freehand: 3, line: 2 };

export const withPoint = (sketch: Sketch, point: LonLat): Sketch => {
  const at = roundPosition(point);
  const last = sketch.points.at(-1);
  if (last && last[0] === at[0] && last[1] === at[1]) return sketch;
  return { ...sketch, points: [...sketch.points, at] };
};

export const withoutLast = (sketch: Sketch): Sketch => ({ ...sketch, points: sketch.points.slice(0, -1) });

export const isFinishable = ({ shape, points }: Sketch) => points.length >= leastPoints[shape];

/** The line to be shown while the pointer is at `hover`: closed for surfaces. */
export function outlineOf({ shape, points }: Sketch, hover: LonLat | undefined): LonLat[] {
  const all = hover ? [...points, hover] : points;
  const [first] = all;
  if (!first || shape === 'line') return all;
  if (shape === 'rectangle') return rectangle(first, all.at(-1) ?? first);
  return [...all, first];
}

function rectangle([ax, ay]: LonLat, [bx, by]: LonLat): LonLat[] {
  const [west, east] = [Math.min(ax, bx), Math.max(ax, bx)];
  const [south, north] = [Math.min(ay, by), Math.max(ay, by)];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

/** Whether the drawn line crosses itself; such a surface or cut has no meaning. */
function crossesItself(line: readonly LonLat[]): boolean {
  const segments = segmentsOf(line);
  return segments.some((segment, place) =>
    segments.slice(place + 1).some((other) => segmentsCross(segment, other)),
  );
}

/** The drawing as geometry, or why it is none. */
export function finished(
  sketch: Sketch,
): { geometry: Polygon | LineString } | { refused: 'too-few-points' | 'crosses-itself' } {
  if (!isFinishable(sketch)) return { refused: 'too-few-points' };
  const line = outlineOf(sketch, undefined);
  if (crossesItself(line)) return { refused: 'crosses-itself' };
  return {
    geometry:
      sketch.shape === 'line'
        ? { type: 'LineString', coordinates: line }
        : { type: 'Polygon', coordinates: [line] },
  };
}
