import { type Faces, facesOf } from './faces.ts';
import { metricScale } from './metric-scale.ts';
import { nodeLines } from './noding.ts';
import { type Loop, type Region, regionsOf } from './regions.ts';
import { equalAreaEast, equalAreaNorth } from './square-metres.ts';
import type { FlatPolygon } from './wkb.ts';

const e7 = 1e7;

/** Land that an outline of one layer and one of another share, or that only one of them has: then the other is -1. */
export type SharedLand = {
  one: number;
  other: number;
  squareMetres: number;
  /** The land as polygons, on the grid of 1e-7 degree. */
  polygons: () => FlatPolygon[];
};

/**
 * Which land two layers of outlines share, pair by pair, and what either has alone. All borders are noded together
 * once on a grid of 1e-7 degree (1 cm), so that borders which are the same leave nothing between them; land thinner
 * than the tolerance is nobody's. Areas are those of the ellipsoid. Outlines of a layer may overlap: what several hold
 * is told of each of them.
 */
export function overlayOf(
  one: readonly (readonly FlatPolygon[])[],
  other: readonly (readonly FlatPolygon[])[],
  toleranceMetres: number,
): SharedLand[] {
  const lines = [...one, ...other].flatMap((outline, label) =>
    outline.flat().map((ring) => ({ points: ring.map((value) => Math.round(value * e7)), label })),
  );
  if (lines.length === 0) return [];
  const faces = facesOf(nodeLines(lines), () => true);
  const areas = squareMetresOf(faces);
  const thin = thinFaces(faces, areas, toleranceMetres);
  const lands = new Map<string, { one: number; other: number; squareMetres: number; faces: Set<number> }>();
  for (let face = 1; face < faces.count; face++) {
    if (thin[face]) continue;
    for (const [a, b] of pairsIn(faces.inside[face] ?? [], one.length)) {
      const land = lands.get(`${a} ${b}`) ?? { one: a, other: b, squareMetres: 0, faces: new Set() };
      land.squareMetres += areas[face] ?? 0;
      land.faces.add(face);
      lands.set(`${a} ${b}`, land);
    }
  }
  const halves = halvesByFace(faces);
  return [...lands.values()]
    .sort((a, b) => a.one - b.one || a.other - b.other)
    .map(({ faces: own, ...land }) => ({ ...land, polygons: () => polygonsOf(faces, halves(), own) }));
}

function pairsIn(labels: readonly number[], firstOther: number): [number, number][] {
  const ones = labels.filter((label) => label < firstOther);
  const others = labels.filter((label) => label >= firstOther).map((label) => label - firstOther);
  if (others.length === 0) return ones.map((a) => [a, -1]);
  if (ones.length === 0) return others.map((b) => [-1, b]);
  return ones.flatMap((a) => others.map((b): [number, number] => [a, b]));
}

/** The ground that each face covers: every half-edge adds what lies between it and a line beside its face. */
function squareMetresOf({ edges, origin, faceOf, count }: Faces): Float64Array {
  const base = edges.xs[0] ?? 0;
  const east = Float64Array.from(edges.xs, (x) => equalAreaEast((x - base) / e7));
  const north = Float64Array.from(edges.ys, (y) => equalAreaNorth(y / e7));
  const areas = new Float64Array(count);
  const first = new Int32Array(count).fill(-1);
  for (let half = 0; half < faceOf.length; half++) {
    const face = faceOf[half] ?? 0;
    const [a, b] = [origin[half] ?? 0, origin[half ^ 1] ?? 0];
    if ((first[face] ?? -1) < 0) first[face] = a;
    const start = first[face] ?? 0;
    const [x0, y0] = [east[start] ?? 0, north[start] ?? 0];
    const [ax, ay] = [(east[a] ?? 0) - x0, (north[a] ?? 0) - y0];
    const [bx, by] = [(east[b] ?? 0) - x0, (north[b] ?? 0) - y0];
    areas[face] = (areas[face] ?? 0) + (ax * by - bx * ay) / 2;
  }
  return areas;
}

/** Faces whose mean thickness is under the tolerance. */
function thinFaces(faces: Faces, areas: Float64Array, toleranceMetres: number): boolean[] {
  let [south, north] = [Infinity, -Infinity];
  for (const y of faces.edges.ys) {
    south = Math.min(south, y / e7);
    north = Math.max(north, y / e7);
  }
  const scale = metricScale([0, south, 0, north], e7);
  const perimeters = new Float64Array(faces.count);
  faces.faceOf.forEach((face, half) => {
    perimeters[face] = (perimeters[face] ?? 0) + scale.edgeMetres(faces.edges, half >> 1);
  });
  return Array.from(perimeters, (perimeter, face) => 2 * (areas[face] ?? 0) < toleranceMetres * perimeter);
}

/** The half-edges of each face, sorted out when first asked for. */
function halvesByFace({ faceOf, count }: Faces): () => readonly (readonly number[])[] {
  let known: number[][] | undefined;
  return () => {
    if (known) return known;
    const halves: number[][] = Array.from({ length: count }, () => []);
    faceOf.forEach((face, half) => {
      halves[face]?.push(half);
    });
    known = halves;
    return halves;
  };
}

function polygonsOf(
  faces: Faces,
  halves: readonly (readonly number[])[],
  own: ReadonlySet<number>,
): FlatPolygon[] {
  const border = [...own].flatMap((face) =>
    (halves[face] ?? []).filter((half) => !own.has(faces.faceOf[half ^ 1] ?? 0)),
  );
  const { xs, ys } = faces.edges;
  const ringOf = (loop: Loop) =>
    Float64Array.from(
      [...loop, loop[0] ?? 0].flatMap((node) => [(xs[node] ?? 0) / e7, (ys[node] ?? 0) / e7]),
    );
  const polygonOf = ({ shell, holes }: Region): FlatPolygon => [shell, ...holes].map(ringOf);
  return regionsOf(faces, border, (face) => own.has(face)).map(polygonOf);
}
