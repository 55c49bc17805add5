import { type Faces, facesOf } from '../../geo/faces.ts';
import { metricScale } from '../../geo/metric-scale.ts';
import { type LabelledLine, nodeLines } from '../../geo/noding.ts';
import { type Region, regionsOf } from '../../geo/regions.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { Problem } from '../../http/problem.ts';
import type { Outline } from '../cell-store.ts';
import { boundsOf } from '../generate/territory.ts';
import type { LoadedCell } from '../load-cells.ts';
import { crowdedVertices, gridKey as keyOf } from './crowded-vertices.ts';
import type { Position } from './edit.ts';

const e7 = 1e7;

/**
 * The cells around an edit, cut along all their borders and along the lines and polygons of the edit into faces: pieces
 * of land, of which each cell holds some. An edit gives faces to other cells, and their outlines follow, so that whoever
 * shares a border before shares it afterwards, vertex for vertex.
 */
export type Ground = {
  cells: readonly LoadedCell[];
  faces: Faces;
  /** The faces of each cell, by its place in `cells`. */
  facesOf: readonly (readonly number[])[];
  /** The places of the cells that hold each face. */
  holders: readonly (readonly number[])[];
  /** The faces inside the polygons of the edit, by their order. */
  inside: readonly ReadonlySet<number>[];
  halvesOf: readonly (readonly number[])[];
  /** True for edges that lie on the edit's lines. */
  isCut: (edge: number) => boolean;
  /** Geodesic enough to compare: square metres of each face. */
  squareMetres: (face: number) => number;
  edgeMetres: (edge: number) => number;
  /** Positions as they were stored, for those that were not rounded. */
  positionOf: (node: number) => Position;
  /** The positions at a node on the way from the one before to the one after: several where stored ones are that close. */
  positionsAt: (before: number, node: number, after: number) => readonly Position[];
};

type Parts = {
  lines?: readonly (readonly Position[])[];
  polygons?: readonly (readonly FlatPolygon[])[];
};

export function groundOf(cells: readonly LoadedCell[], { lines: cuts = [], polygons = [] }: Parts): Ground {
  const firstPolygon = cells.length;
  const lineLabel = cells.length + polygons.length;
  const lines = [
    ...cells.flatMap(({ outline }, label) => ringsOf(outline, label)),
    ...polygons.flatMap((polygon, index) => ringsOf(polygon, firstPolygon + index)),
    ...cuts.map((cut) => ({ points: rounded(cut.flat()), label: lineLabel })),
  ];
  requireShortEdges(lines);
  const faces = facesOf(nodeLines(lines), (label) => label !== lineLabel);
  const scale = metricScale(boundsOf([...cells.flatMap(({ outline }) => outline), ...polygons.flat()]));
  const holders = faces.inside.map((labels) => labels.filter((label) => label < firstPolygon));
  const stored = storedPositions(cells);
  const crowd = crowdedVertices(
    cells.flatMap(({ outline }) => outline.flat()),
    stored,
  );
  const nodeKey = (node: number) => keyOf(faces.edges.xs[node] ?? 0, faces.edges.ys[node] ?? 0);
  const positionOf = (node: number): Position => {
    const [x, y] = [faces.edges.xs[node] ?? 0, faces.edges.ys[node] ?? 0];
    return stored.get(keyOf(x, y)) ?? [x / e7, y / e7];
  };
  return {
    cells,
    faces,
    holders,
    facesOf: invert(holders, cells.length),
    inside: invert(
      faces.inside.map((labels) => labels.map((label) => label - firstPolygon)),
      polygons.length,
    ).map((own) => new Set(own)),
    halvesOf: invert(
      Array.from(faces.faceOf, (face) => [face]),
      faces.count,
    ),
    isCut: (edge) => (faces.edges.labels[edge] ?? []).includes(lineLabel),
    squareMetres: (face) => scale.squareMetres(faces.areas[face] ?? 0),
    edgeMetres: (edge) => scale.edgeMetres(faces.edges, edge),
    positionOf,
    positionsAt: (before, node, after) =>
      crowd(nodeKey(before), nodeKey(node), nodeKey(after)) ?? [positionOf(node)],
  };
}

/** Where straight lines as long cross, the products of their lengths are no whole numbers of a double any more. */
const longestDegrees = 6;

function requireShortEdges(lines: readonly LabelledLine[]): void {
  const longest = longestDegrees * e7;
  for (const { points } of lines)
    for (let i = 3; i < points.length; i += 2) {
      const [ax, ay, bx, by] = [points[i - 3] ?? 0, points[i - 2] ?? 0, points[i - 1] ?? 0, points[i] ?? 0];
      if (Math.abs(bx - ax) > longest || Math.abs(by - ay) > longest)
        throw tooLong([ax / e7, ay / e7], [bx / e7, by / e7]);
    }
}

function tooLong(from: Position, to: Position): Problem {
  const [a, b] = [from, to].map((position) => position.map((degrees) => degrees.toFixed(4)).join(', '));
  return new Problem(
    422,
    'edge-too-long',
    `The line from ${a} to ${b} runs straight over more than ${longestDegrees} degrees; check its coordinates, or give it vertices on the way.`,
    `从 ${a} 到 ${b} 的直线跨越 ${longestDegrees} 度以上，请检查坐标，或在途中加顶点。`,
    { errors: [], place: { type: 'LineString', coordinates: [from, to] } },
  );
}

const rounded = (flat: readonly number[] | Float64Array) =>
  Array.from(flat, (value) => Math.round(value * e7));

function ringsOf(outline: Outline, label: number): LabelledLine[] {
  return outline.flat().map((ring) => ({ points: rounded(ring), label }));
}

/** Imported coordinates keep every digit wherever no edit touches them. */
function storedPositions(cells: readonly LoadedCell[]): Map<string, Position> {
  const stored = new Map<string, Position>();
  for (const ring of cells.flatMap(({ outline }) => outline.flat())) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      const [lon, lat] = [ring[i] ?? 0, ring[i + 1] ?? 0];
      const [x, y] = [Math.round(lon * e7), Math.round(lat * e7)];
      if (x / e7 !== lon || y / e7 !== lat) stored.set(keyOf(x, y), [lon, lat]);
    }
  }
  return stored;
}

/** For each of `count` values the places of the lists that hold it. */
function invert(lists: readonly (readonly number[])[], count: number): number[][] {
  const places: number[][] = Array.from({ length: count }, () => []);
  lists.forEach((values, place) => {
    for (const value of values) places[value]?.push(place);
  });
  return places;
}

/**
 * The outline of some faces together; the parts of what does not hang together one after the other. Nodes that are to be
 * left out are, where the outline runs straight through them.
 */
export function outlineOf(
  ground: Ground,
  land: ReadonlySet<number>,
  without: (node: number) => boolean = () => false,
): FlatPolygon[] {
  const border = [...land].flatMap((face) => ground.halvesOf[face] ?? []);
  const regions = regionsOf(ground.faces, border, (face) => land.has(face));
  return regions.map((region) => polygonOf(ground, region, without));
}

function polygonOf(
  ground: Ground,
  { shell, holes }: Region,
  without: (node: number) => boolean,
): FlatPolygon {
  return [shell, ...holes].map((whole) => {
    const loop = whole.filter(
      (node, index) =>
        !without(node) ||
        !isStraight(ground, whole.at(index - 1) ?? node, node, whole[(index + 1) % whole.length] ?? node),
    );
    const positions = loop.flatMap((node, index) =>
      ground.positionsAt(loop.at(index - 1) ?? node, node, loop[(index + 1) % loop.length] ?? node),
    );
    return Float64Array.from([...positions, ...positions.slice(0, 1)].flat());
  });
}

/** Whether a node lies between two others but for what rounding moved it. */
function isStraight({ faces: { edges } }: Ground, before: number, node: number, after: number): boolean {
  const at = (one: number) => [edges.xs[one] ?? 0, edges.ys[one] ?? 0] as const;
  const [[ax, ay], [x, y], [bx, by]] = [at(before), at(node), at(after)];
  const [dx, dy] = [bx - ax, by - ay];
  const aside = Math.abs(dx * (y - ay) - dy * (x - ax));
  const along = (x - ax) * dx + (y - ay) * dy;
  return aside <= 2 * Math.hypot(dx, dy) && along > 0 && along < dx * dx + dy * dy;
}

/** The parts of some land that hang together by edges that `passes` lets through, largest first. */
export function partsOf(
  ground: Ground,
  land: ReadonlySet<number>,
  passes: (edge: number) => boolean = () => true,
): Set<number>[] {
  const left = new Set(land);
  const parts: Set<number>[] = [];
  for (const start of land) {
    if (!left.delete(start)) continue;
    const part = new Set([start]);
    const queue = [start];
    for (let face = queue.pop(); face !== undefined; face = queue.pop()) {
      for (const half of ground.halvesOf[face] ?? []) {
        const beyond = ground.faces.faceOf[half ^ 1] ?? 0;
        if (!left.has(beyond) || !passes(half >> 1)) continue;
        left.delete(beyond);
        part.add(beyond);
        queue.push(beyond);
      }
    }
    parts.push(part);
  }
  return parts.sort((one, other) => sizeOf(ground, other) - sizeOf(ground, one));
}

export function sizeOf(ground: Ground, land: Iterable<number>): number {
  let squareMetres = 0;
  for (const face of land) squareMetres += ground.squareMetres(face);
  return squareMetres;
}

/** The metres of border that some land has with each cell around it, by the cell's place; `counts` leaves edges out. */
export function bordersOf(
  ground: Ground,
  land: ReadonlySet<number>,
  counts: (edge: number) => boolean = () => true,
): Map<number, number> {
  const metres = new Map<number, number>();
  for (const face of land) {
    for (const half of ground.halvesOf[face] ?? []) {
      const beyond = ground.faces.faceOf[half ^ 1] ?? 0;
      if (land.has(beyond) || !counts(half >> 1)) continue;
      for (const cell of ground.holders[beyond] ?? [])
        metres.set(cell, (metres.get(cell) ?? 0) + ground.edgeMetres(half >> 1));
    }
  }
  return metres;
}

/** The place of the cell with the longest border; the one of the lower id where two are equal. */
export function longest(ground: Ground, metres: ReadonlyMap<number, number>): number | undefined {
  const ordered = [...metres].sort(
    ([a, one], [b, other]) => other - one || (ground.cells[a]?.id ?? 0) - (ground.cells[b]?.id ?? 0),
  );
  return ordered[0]?.[0];
}
