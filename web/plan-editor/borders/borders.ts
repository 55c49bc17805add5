import type { MultiPolygon, Polygon } from 'geojson';
import { keyOf, type LonLat, lonLatOf } from './position.ts';

/** A cell as the borders need it. */
export type Outlined = { id: number; geometry: Polygon | MultiPolygon };

/** The rings of a cell as indices of vertices, polygon by polygon, without the repeated last one. */
type Rings = number[][][];

/** One stretch of border between two junctions, or a whole ring that meets no other border. */
export type Arc = {
  /** From end to end; the first again at the end where it is a ring. */
  vertices: number[];
  /** The cells on it: two where it parts neighbours, one at the outside. */
  cells: number[];
};

/**
 * The borders of some cells, each held once: cells that store the same position to the last digit share its vertex,
 * so whatever moves it moves all of them.
 */
export type Borders = {
  positions: LonLat[];
  index: Map<string, number>;
  cells: Map<number, Rings>;
  arcs: Arc[];
  /** Vertices where other than two stretches meet. */
  junctions: Set<number>;
};

type Edge = { a: number; b: number; cells: number[] };
type Network = { edges: Map<string, Edge>; at: Map<number, Edge[]> };

/** Takes the polygons of neighbouring cells apart into the borders between them. */
export function bordersOf(cells: Iterable<Outlined>): Borders {
  const positions: LonLat[] = [];
  const index = new Map<string, number>();
  const vertexAt = (position: LonLat) => {
    const key = keyOf(position);
    const known = index.get(key);
    if (known !== undefined) return known;
    index.set(key, positions.length);
    return positions.push(position) - 1;
  };
  const rings = new Map<number, Rings>();
  for (const { id, geometry } of cells) {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    rings.set(
      id,
      polygons.map((polygon) => polygon.map((ring) => ring.slice(0, -1).map((at) => vertexAt(lonLatOf(at))))),
    );
  }
  const network = networkOf(rings);
  const junctions = junctionsOf(network);
  return { positions, index, cells: rings, arcs: arcsOf(network, junctions), junctions };
}

function networkOf(cells: Map<number, Rings>): Network {
  const edges = new Map<string, Edge>();
  const at = new Map<number, Edge[]>();
  const add = (a: number, b: number, cell: number) => {
    if (a === b) return;
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    const known = edges.get(key);
    if (known) {
      known.cells.push(cell);
      return;
    }
    const edge = { a, b, cells: [cell] };
    edges.set(key, edge);
    for (const end of [a, b]) at.set(end, [...(at.get(end) ?? []), edge]);
  };
  for (const [cell, polygons] of cells)
    for (const ring of polygons.flat())
      ring.forEach((vertex, place) => {
        add(vertex, ring[(place + 1) % ring.length] ?? vertex, cell);
      });
  return { edges, at };
}

const sameCells = (one: Edge, other: Edge) =>
  one.cells.length === other.cells.length && one.cells.every((cell) => other.cells.includes(cell));

function junctionsOf({ at }: Network): Set<number> {
  const found = new Set<number>();
  for (const [vertex, [one, other, third]] of at)
    if (!one || !other || third || !sameCells(one, other)) found.add(vertex);
  return found;
}

function arcsOf({ edges, at }: Network, junctions: Set<number>): Arc[] {
  const used = new Set<Edge>();
  const follow = (start: number, first: Edge): Arc => {
    const vertices = [start];
    let edge: Edge | undefined = first;
    while (edge) {
      used.add(edge);
      const from = vertices.at(-1);
      const to: number = edge.a === from ? edge.b : edge.a;
      vertices.push(to);
      edge = junctions.has(to) ? undefined : at.get(to)?.find((next) => !used.has(next));
    }
    return { vertices, cells: first.cells };
  };
  const arcs: Arc[] = [];
  for (const junction of junctions)
    for (const edge of at.get(junction) ?? []) if (!used.has(edge)) arcs.push(follow(junction, edge));
  for (const edge of edges.values()) if (!used.has(edge)) arcs.push(follow(edge.a, edge));
  return arcs;
}

/** The outline of a cell again, vertex for vertex as it came; null for a cell that is not among these. */
export function outlineOf(borders: Borders, cell: number): LonLat[][][] | null {
  const rings = borders.cells.get(cell);
  return rings ? closedRings(rings, (vertex) => borders.positions[vertex]) : null;
}

/** Rings of positions, closed; vertices without a position are left out. */
export function closedRings<V>(rings: V[][][], positionOf: (vertex: V) => LonLat | undefined): LonLat[][][] {
  return rings.map((polygon) =>
    polygon.map((ring) => {
      const open = ring.map(positionOf).filter((position) => position !== undefined);
      const [first] = open;
      return first ? [...open, first] : open;
    }),
  );
}

export const vertexAt = (borders: Borders, position: LonLat) => borders.index.get(keyOf(position));

/** The stored positions of an arc. */
export const lineOf = (borders: Borders, arc: Arc): LonLat[] =>
  arc.vertices.map((vertex) => borders.positions[vertex]).filter((position) => position !== undefined);
