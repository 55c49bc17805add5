import { type Faces, facesOf } from '../../../geo/faces.ts';
import { type LabelledLine, nodeLines } from '../../../geo/noding.ts';
import { PointTable } from '../../../geo/point-table.ts';
import type { FlatPolygon } from '../../../geo/wkb.ts';
import { boundsOf } from '../territory.ts';
import { type Line, type LineKind, lineFactors } from './lines.ts';
import { type Plane, planeOf } from './plane.ts';

const e7 = 1e7;

/** Land cut into faces by everything that may become a border, and what each cut is. */
export type Land = {
  faces: Faces;
  /** Nodes with numbers below this are vertices of what was given; the others lie where something crosses, or on squares. */
  givenNodes: number;
  plane: Plane;
  /** 1 for faces inside of the owner. */
  isOwned: Uint8Array;
  /** True where an edge lies on a line, a piece's border or the owner's, and not on the squares alone. */
  isReal: (edge: number) => boolean;
  /** What a metre of border costs along an edge: 1 where no line runs. */
  factorOf: (edge: number) => number;
  /** The number of the first piece that a face lies in, and of the first cell; -1 where there is none. */
  pieceOf: (face: number) => number;
  cellOf: (face: number) => number;
};

export type LandInput = {
  owner: readonly FlatPolygon[];
  lines?: readonly Line[];
  /** Outlines of existing small pieces, such as census areas. */
  pieces?: readonly (readonly FlatPolygon[])[];
  /** Outlines of the cells before. */
  cells?: readonly (readonly FlatPolygon[])[];
  /** Sides of squares that cut what no line cuts, in units of 1e-7 degree. */
  squares?: readonly number[][];
  factors?: Partial<Record<LineKind, number>>;
};

const ownerLabel = 0;
const squaresLabel = 1;
const firstLineLabel = 2;

/** Nodes the owner's border, lines, pieces, cells and squares together, to 1e-7 degree, and builds the faces between. */
export function cutLand(input: LandInput): Land {
  const { owner, lines = [], pieces = [], cells = [], squares = [], factors = {} } = input;
  const firstPieceLabel = firstLineLabel + lines.length;
  const firstCellLabel = firstPieceLabel + pieces.length;
  const isClosed = (label: number) => label === ownerLabel || label >= firstPieceLabel;
  const given = [
    ...ringsOf(owner, ownerLabel),
    ...lines.flatMap((line, index) => segmentsOf(line, firstLineLabel + index)),
    ...pieces.flatMap((piece, index) => ringsOf(piece, firstPieceLabel + index)),
    ...cells.flatMap((cell, index) => ringsOf(cell, firstCellLabel + index)),
  ];
  // The given points come first, and so get the first numbers.
  const drawn = squares.map((points) => ({ points, label: squaresLabel }));
  const faces = facesOf(nodeLines([...given, ...drawn]), isClosed);
  const { labels } = faces.edges;
  const factorOfLabel = lines.map(({ kind }) => factors[kind] ?? lineFactors[kind]);
  const firstInside = (face: number, from: number, to: number) =>
    (faces.inside[face]?.find((label) => label >= from && label < to) ?? from - 1) - from;
  return {
    faces,
    givenNodes: distinctPoints(given),
    plane: planeOf(boundsOf(owner)),
    isOwned: Uint8Array.from(faces.inside, (inside) => (inside.includes(ownerLabel) ? 1 : 0)),
    isReal: (edge) => (labels[edge] ?? []).some((label) => label !== squaresLabel),
    factorOf: (edge) => {
      let least = 1;
      for (const label of labels[edge] ?? [])
        least = Math.min(least, factorOfLabel[label - firstLineLabel] ?? 1);
      return least;
    },
    pieceOf: (face) => firstInside(face, firstPieceLabel, firstCellLabel),
    cellOf: (face) => firstInside(face, firstCellLabel, Infinity),
  };
}

function ringsOf(polygons: readonly FlatPolygon[], label: number): LabelledLine[] {
  return polygons
    .flat()
    .map((ring) => ({ points: Array.from(ring, (value) => Math.round(value * e7)), label }));
}

function distinctPoints(lines: readonly LabelledLine[]): number {
  const table = new PointTable();
  for (const { points } of lines)
    for (let i = 0; i < points.length; i += 2) table.id(points[i] ?? 0, points[i + 1] ?? 0);
  return table.size;
}

/** A line's segments, each once: what is passed there and back would else count as not passed. */
function segmentsOf({ points }: Line, label: number): LabelledLine[] {
  const seen = new Set<string>();
  const segments: LabelledLine[] = [];
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    if (!a || !b) continue;
    const flat = [...a, ...b].map((value) => Math.round(value * e7));
    const [ax = 0, ay = 0, bx = 0, by = 0] = flat;
    const key = ax < bx || (ax === bx && ay <= by) ? flat.join() : [bx, by, ax, ay].join();
    if (seen.has(key)) continue;
    seen.add(key);
    segments.push({ points: flat, label });
  }
  return segments;
}
