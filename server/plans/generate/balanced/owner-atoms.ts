import type { Bounds } from '../../../geo/position.ts';
import type { FlatPolygon } from '../../../geo/wkb.ts';
import { boundsOf } from '../territory.ts';
import { atomsOfBlocks, type BlockLimits, blocksOf, isTooLarge, weighed } from './blocks.ts';
import { totalOf } from './graph.ts';
import { cutLand, type Land, type LandInput } from './land.ts';
import type { Line, LineKind } from './lines.ts';
import { atomsOfPieces, type LandAtoms } from './pieces.ts';
import { planeOf } from './plane.ts';
import { areasOfFaces, pointsInFaces } from './point-weights.ts';
import { snapEnds } from './snap-ends.ts';
import { squareSides, type WeightPoint } from './squares.ts';

/** The land of one owner, what may become borders on it, and what is to be shared out evenly. */
export type OwnerLand = {
  owner: readonly FlatPolygon[];
  lines?: readonly Line[];
  /** What a metre of border along a kind of line costs, where it is not the usual. */
  factors?: Partial<Record<LineKind, number>>;
  /** Small areas that are not cut, with what each weighs: census areas, buildings' blocks. */
  pieces?: readonly { polygons: readonly FlatPolygon[]; weight: number }[];
  /** What is counted at places; where given it is what pieces weigh, too. Without points and pieces land weighs its area. */
  points?: readonly WeightPoint[];
};

export type OwnerAtoms = LandAtoms & {
  land: Land;
  /** Points that lie in no land of the owner, and pieces that hold none of it. */
  pointsOutside: number;
  piecesOutside: number[];
};

const atomsPerCell = 30;
const mostSquares = 4;
/** An atom heavier than this share of a cell cannot be balanced well. */
const heaviestShare = 0.2;
const usualSliver = { leastSquareMetres: 2_000, leastWidthMetres: 10 };

/**
 * The atoms of one owner: its pieces where there are any; else the blocks between lines, and squares about a thirtieth of
 * a cell in size where lines leave larger ones, smaller where people live closely. `cells` are those of an older plan,
 * whose borders then cut, too.
 */
export function atomsOfOwner(
  given: OwnerLand,
  n: number,
  cells: readonly (readonly FlatPolygon[])[] = [],
): OwnerAtoms {
  const { owner, factors = {}, pieces, points } = given;
  const plane = planeOf(boundsOf(owner));
  const lines = snapEnds(given.lines ?? [], owner, plane);
  const input: LandInput = { owner, lines, factors, cells };
  if (!pieces) return blockAtoms(input, n, points);
  const land = cutLand({ ...input, pieces: pieces.map(({ polygons }) => polygons) });
  const { graph, atomOf, pieceOf, outside } = atomsOfPieces(land, pieces.length);
  const counted = points ? pointsInFaces(land, points) : undefined;
  if (counted) weighed(graph, atomOf, counted.weights);
  else
    pieceOf.forEach((piece, atom) => {
      graph.weights[atom] = pieces[piece]?.weight ?? 0;
    });
  return { land, graph, atomOf, pointsOutside: counted?.outside ?? 0, piecesOutside: outside };
}

function blockAtoms(input: LandInput, n: number, points: readonly WeightPoint[] | undefined): OwnerAtoms {
  const whole = cutLand(input);
  const squareMetres = totalOf(areasOfFaces(whole));
  const side = Math.sqrt(squareMetres / (atomsPerCell * n));
  const counted = countOn(whole, points);
  const limits: BlockLimits = {
    mostSquareMetres: mostSquares * side * side,
    mostWeight: (heaviestShare * totalOf(counted.weights)) / n,
    leastSquareMetres: Math.min(usualSliver.leastSquareMetres, (side * side) / 4),
    leastWidthMetres: Math.min(usualSliver.leastWidthMetres, side / 5),
  };
  const within = largeBlocks(whole, counted.weights, limits);
  if (within.length === 0) return { ...atomsOn(whole, counted, limits), land: whole };
  const mostWeight = limits.mostWeight * 0.75;
  const bounds = boundsOf(input.owner);
  const squares = squareSides({
    bounds,
    plane: whole.plane,
    sideMetres: side,
    mostWeight,
    points: points ?? [],
    within,
  });
  const land = cutLand({ ...input, squares });
  return { ...atomsOn(land, countOn(land, points), limits), land };
}

type Counted = { weights: Float64Array; outside: number };

function countOn(land: Land, points: readonly WeightPoint[] | undefined): Counted {
  return points ? pointsInFaces(land, points) : { weights: areasOfFaces(land), outside: 0 };
}

function atomsOn(land: Land, { weights, outside }: Counted, limits: BlockLimits) {
  return { ...atomsOfBlocks(land, weights, limits, land.cellOf), pointsOutside: outside, piecesOutside: [] };
}

/** The bounds of blocks that squares have to cut. */
function largeBlocks(land: Land, weights: Float64Array, limits: BlockLimits): Bounds[] {
  const boundsOfFace = faceBounds(land);
  return blocksOf(land, weights).flatMap((block) => {
    if (!isTooLarge(block, limits)) return [];
    const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
    for (const face of block.faces) {
      const own = boundsOfFace[face];
      if (!own) continue;
      bounds[0] = Math.min(bounds[0], own[0]);
      bounds[1] = Math.min(bounds[1], own[1]);
      bounds[2] = Math.max(bounds[2], own[2]);
      bounds[3] = Math.max(bounds[3], own[3]);
    }
    return [bounds];
  });
}

function faceBounds({ faces }: Land): Bounds[] {
  const { xs, ys } = faces.edges;
  const all = Array.from({ length: faces.count }, (): Bounds => [Infinity, Infinity, -Infinity, -Infinity]);
  faces.faceOf.forEach((face, half) => {
    const bounds = all[face];
    if (!bounds) return;
    const node = faces.origin[half] ?? 0;
    const [lon, lat] = [(xs[node] ?? 0) / 1e7, (ys[node] ?? 0) / 1e7];
    bounds[0] = Math.min(bounds[0], lon);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lon);
    bounds[3] = Math.max(bounds[3], lat);
  });
  return all;
}
