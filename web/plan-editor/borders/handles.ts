import { type Arc, type Borders, lineOf } from './borders.ts';
import { type LonLat, midpoint, squaredDistance } from './position.ts';
import type { Reshape } from './reshape.ts';

/** What can be taken hold of on a border. */
export type Handle =
  | { kind: 'junction' | 'vertex'; at: LonLat }
  | { kind: 'midpoint'; at: LonLat; a: LonLat; b: LonLat };

/** The handles of some arcs, each once. */
export function handlesOf(borders: Borders, arcs: Iterable<Arc>): Handle[] {
  const handles: Handle[] = [];
  const seen = new Set<number>();
  for (const arc of arcs) {
    for (const vertex of arc.vertices) {
      const at = borders.positions[vertex];
      if (!at || seen.has(vertex)) continue;
      seen.add(vertex);
      handles.push({ kind: borders.junctions.has(vertex) ? 'junction' : 'vertex', at });
    }
    const line = lineOf(borders, arc);
    for (const [place, b] of line.slice(1).entries()) {
      const a = line[place] ?? b;
      handles.push({ kind: 'midpoint', a, b, at: midpoint(a, b) });
    }
  }
  return handles;
}

/** The handle within reach of a point; a junction before a vertex before a midpoint, however near the others are. */
export function handleAt(
  handles: readonly Handle[],
  point: LonLat,
  reachDegrees: number,
): Handle | undefined {
  const rank = { junction: 0, vertex: 1, midpoint: 2 };
  let best: { handle: Handle; rank: number; distance: number } | undefined;
  for (const handle of handles) {
    // Most are far away, and cosines cost.
    if (Math.abs(handle.at[1] - point[1]) > reachDegrees) continue;
    const distance = squaredDistance(handle.at, point);
    if (distance > reachDegrees * reachDegrees) continue;
    const own = rank[handle.kind];
    if (!best || own < best.rank || (own === best.rank && distance < best.distance))
      best = { handle, rank: own, distance };
  }
  return best?.handle;
}

/** The change that dragging a handle to a place makes. */
export function draggedTo(handle: Handle, to: LonLat): Reshape {
  if (handle.kind === 'midpoint')
    return { moves: [], inserts: [{ a: handle.a, b: handle.b, at: to }], removes: [] };
  return { moves: [{ from: handle.at, to }], inserts: [], removes: [] };
}
