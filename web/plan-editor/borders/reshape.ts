import { type Borders, closedRings, vertexAt } from './borders.ts';
import type { LonLat } from './position.ts';

/** A change of borders as the server takes it; `from`, `a`, `b` and `removes` are exact stored positions. */
export type Reshape = {
  moves: { from: LonLat; to: LonLat }[];
  inserts: { a: LonLat; b: LonLat; at: LonLat }[];
  removes: LonLat[];
};

export const noReshape: Reshape = { moves: [], inserts: [], removes: [] };

const edgeKey = (a: number, b: number) => (a < b ? `${a} ${b}` : `${b} ${a}`);

/**
 * The outlines that a change gives to every cell it touches, and to no other: all cells with a moved or removed vertex,
 * and both cells of an edge that gains one. A cell left with fewer than three vertices in a ring loses that ring.
 */
export function reshapedOutlines(borders: Borders, change: Reshape): Map<number, LonLat[][][]> {
  const moved = new Map<number, LonLat | null>();
  for (const { from, to } of change.moves) moved.set(vertexAt(borders, from) ?? -1, to);
  for (const position of change.removes) moved.set(vertexAt(borders, position) ?? -1, null);
  moved.delete(-1);
  const inserted = new Map<string, LonLat>();
  for (const { a, b, at } of change.inserts)
    inserted.set(edgeKey(vertexAt(borders, a) ?? -1, vertexAt(borders, b) ?? -1), at);
  const outlines = new Map<number, LonLat[][][]>();
  for (const [cell, polygons] of borders.cells) {
    const changed = polygons.some((polygon) => polygon.some((ring) => isTouched(ring, moved, inserted)));
    if (changed) outlines.set(cell, reshaped(borders, polygons, moved, inserted));
  }
  return outlines;
}

function isTouched(ring: number[], moved: Map<number, unknown>, inserted: Map<string, unknown>): boolean {
  return ring.some(
    (vertex, place) =>
      moved.has(vertex) ||
      (inserted.size > 0 && inserted.has(edgeKey(vertex, ring[(place + 1) % ring.length] ?? vertex))),
  );
}

function reshaped(
  borders: Borders,
  polygons: number[][][],
  moved: Map<number, LonLat | null>,
  inserted: Map<string, LonLat>,
): LonLat[][][] {
  const placed = polygons.map((polygon) =>
    polygon
      .map((ring) =>
        ring.flatMap((vertex, place): LonLat[] => {
          const at = moved.get(vertex);
          const position = at === undefined ? borders.positions[vertex] : at;
          const extra = inserted.get(edgeKey(vertex, ring[(place + 1) % ring.length] ?? vertex));
          return [...(position ? [position] : []), ...(extra ? [extra] : [])];
        }),
      )
      .filter((ring) => ring.length >= 3),
  );
  return closedRings(
    placed.filter((polygon) => polygon.length > 0),
    (position) => position,
  );
}
