import { type LonLat, nearestOnSegment, roundPosition, squaredDistance } from './position.ts';

type SnapKind = 'vertex' | 'border' | 'scope' | 'line';
export type Snapped = { at: LonLat; kind: SnapKind };

/** Lines that drawing clings to: the borders of cells, the outline of the scope, and roads or rivers that are loaded. */
export type SnapLine = { kind: 'border' | 'scope' | 'line'; line: LonLat[] };

type Bounded = SnapLine & { west: number; south: number; east: number; north: number };

/** Prepares lines to be snapped to; asking is quick enough for every movement of the pointer. */
export function snapper(lines: readonly SnapLine[]): (point: LonLat, reachDegrees: number) => Snapped | null {
  const bounded = lines.flatMap(pieces).map(withBounds);
  return (point, reachDegrees) => {
    const shrink = Math.cos((point[1] * Math.PI) / 180);
    const reachLon = reachDegrees / Math.max(shrink, 0.01);
    const near = bounded.filter(
      ({ west, south, east, north }) =>
        point[0] >= west - reachLon &&
        point[0] <= east + reachLon &&
        point[1] >= south - reachDegrees &&
        point[1] <= north + reachDegrees,
    );
    return nearestVertex(near, point, reachDegrees) ?? nearestBorder(near, point, reachDegrees);
  };
}

const pieceLength = 64;

/** A border may be long: its pieces are told apart by their bounds. */
function pieces({ kind, line }: SnapLine): SnapLine[] {
  const count = Math.max(1, Math.ceil((line.length - 1) / pieceLength));
  return Array.from({ length: count }, (_, place) => ({
    kind,
    line: line.slice(place * pieceLength, (place + 1) * pieceLength + 1),
  }));
}

function withBounds(of: SnapLine): Bounded {
  const bounds = { west: 180, south: 90, east: -180, north: -90 };
  for (const [x, y] of of.line) {
    bounds.west = Math.min(bounds.west, x);
    bounds.south = Math.min(bounds.south, y);
    bounds.east = Math.max(bounds.east, x);
    bounds.north = Math.max(bounds.north, y);
  }
  return { ...of, ...bounds };
}

/** A vertex attracts before the border that it lies on. */
function nearestVertex(lines: readonly SnapLine[], point: LonLat, reach: number): Snapped | null {
  let best: { at: LonLat; distance: number } | undefined;
  for (const { line } of lines)
    for (const at of line) {
      if (Math.abs(at[1] - point[1]) > reach) continue;
      const distance = squaredDistance(at, point);
      if (distance <= reach * reach && (!best || distance < best.distance)) best = { at, distance };
    }
  return best ? { at: best.at, kind: 'vertex' } : null;
}

function nearestBorder(lines: readonly SnapLine[], point: LonLat, reach: number): Snapped | null {
  let best: { at: LonLat; kind: SnapKind; distance: number } | undefined;
  for (const { line, kind } of lines)
    for (const [place, b] of line.slice(1).entries()) {
      const a = line[place] ?? b;
      if (Math.min(a[1], b[1]) > point[1] + reach || Math.max(a[1], b[1]) < point[1] - reach) continue;
      const at = nearestOnSegment(point, a, b);
      const distance = squaredDistance(at, point);
      if (distance <= reach * reach && (!best || distance < best.distance)) best = { at, kind, distance };
    }
  return best ? { at: roundPosition(best.at), kind: best.kind } : null;
}
