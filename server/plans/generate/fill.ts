import { type Faces, facesOf } from '../../geo/faces.ts';
import { type MetricScale, metricScale } from '../../geo/metric-scale.ts';
import { type LabelledLine, nodeLines } from '../../geo/noding.ts';
import { type Region, regionsOf } from '../../geo/regions.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { groupPieces } from './group-pieces.ts';
import { boundsOf, type Territory } from './territory.ts';

const e7 = 1e7;
const scopeLabel = 0;
const firstOwnerLabel = 1;
/** Borders of owners that were meant to be one may come apart by rounding; land thinner than this is nobody's gap. */
const noiseMetres = 0.02;

export type FillInput = {
  scope: Territory;
  /** The villages, communities and forest areas inside the scope. */
  owners: readonly Territory[];
  /** Whether land of this owner is to be filled. */
  fills: (areaId: number) => boolean;
  /** Outlines of cells that stay; what they hold is not filled. */
  kept: readonly (readonly FlatPolygon[])[];
  /** The lines that cut the land; flat x, y, … in 1e-7 degree. They may run along each other. */
  cuts: readonly ArrayLike<number>[];
  /** A piece smaller than this is joined to its neighbour of the same owner. */
  leastSquareMetres: number;
};

export type Filled = {
  pieces: { ownerAreaId: number; polygon: FlatPolygon }[];
  /** The kept outlines again, with every vertex that their new neighbours have. */
  kept: FlatPolygon[][];
  /** Land that two owners claim, given to the smaller. */
  overlaps: { areaIds: number[]; squareMetres: number }[];
  /** Land of the scope that no owner holds. */
  unownedSquareMetres: number;
};

/**
 * Cuts a scope into cells that tile it exactly: the borders of the scope, of the owners and of the kept cells and the
 * cutting lines are noded together once, and cells are unions of the faces between them. So neighbours share every
 * vertex, across the borders of owners too. Coordinates are rounded to 1e-7 degree.
 */
export function fill(input: FillInput): Filled {
  const faces = facesOf(nodeLines(linesOf(input)), (label) => label < firstCutLabel(input));
  const scale = metricScale(boundsOf(input.scope.polygons));
  const owned = ownersOfFaces(faces, input, scale);
  const groupOf = groupPieces(faces, owned.ownerOf, firstCutLabel(input), scale, input.leastSquareMetres);
  return {
    pieces: piecesOf(faces, groupOf, owned.ownerOf),
    kept: input.kept.map((_, index) => keptOutline(faces, keptLabel(input, index))),
    overlaps: owned.overlaps,
    unownedSquareMetres: owned.unownedSquareMetres,
  };
}

function keptLabel(input: FillInput, index: number): number {
  return firstOwnerLabel + input.owners.length + index;
}

function firstCutLabel(input: FillInput): number {
  return keptLabel(input, input.kept.length);
}

function linesOf(input: FillInput): LabelledLine[] {
  const rings = (polygons: readonly FlatPolygon[], label: number): LabelledLine[] =>
    polygons.flat().map((ring) => ({ points: Array.from(ring, (value) => Math.round(value * e7)), label }));
  return [
    ...rings(input.scope.polygons, scopeLabel),
    ...input.owners.flatMap((owner, index) => rings(owner.polygons, firstOwnerLabel + index)),
    ...input.kept.flatMap((polygons, index) => rings(polygons, keptLabel(input, index))),
    // Each has a label of its own: two of one label on an edge would be taken for a line that folds back.
    ...input.cuts.map((points, index) => ({ points, label: firstCutLabel(input) + index })),
  ];
}

/** The area that each face is filled for; 0 where it is not filled. */
function ownersOfFaces(faces: Faces, input: FillInput, scale: MetricScale) {
  const holderOf = new Float64Array(faces.count);
  const claims = new Map<string, { areaIds: number[]; squareMetres: number }>();
  let unownedSquareMetres = 0;
  const thin = thinFaces(faces, scale);
  for (let face = 1; face < faces.count; face++) {
    const inside = faces.inside[face] ?? [];
    if (!inside.includes(scopeLabel)) continue;
    const claimants = inside.flatMap((label) => input.owners[label - firstOwnerLabel] ?? []);
    const squareMetres = scale.squareMetres(faces.areas[face] ?? 0);
    if (claimants.length > 1 && !thin[face]) addClaim(claims, claimants, squareMetres);
    const holder = claimants.sort(smallerFirst)[0]?.areaId;
    if (holder === undefined && !thin[face]) unownedSquareMetres += squareMetres;
    holderOf[face] = holder ?? input.scope.areaId;
  }
  if (input.owners.length > 0) giveThinFaces(faces, holderOf, thin, input.scope.areaId);
  const ownerOf = holderOf.map((areaId, face) => (isFilled(input, faces, face, areaId) ? areaId : 0));
  return { ownerOf, overlaps: [...claims.values()], unownedSquareMetres };
}

/** A forest farm drawn over a village is the forest farm's: the smaller claim is the more particular one. */
function smallerFirst(one: Territory, other: Territory): number {
  return one.areaSquareMetres - other.areaSquareMetres || one.areaId - other.areaId;
}

function addClaim(
  claims: Map<string, { areaIds: number[]; squareMetres: number }>,
  claimants: Territory[],
  squareMetres: number,
) {
  const areaIds = claimants.map(({ areaId }) => areaId).sort((a, b) => a - b);
  const claim = claims.get(areaIds.join()) ?? { areaIds, squareMetres: 0 };
  claim.squareMetres += squareMetres;
  claims.set(areaIds.join(), claim);
}

function isFilled(input: FillInput, faces: Faces, face: number, areaId: number): boolean {
  if (areaId === 0 || !input.fills(areaId)) return false;
  const firstKept = keptLabel(input, 0);
  return !(faces.inside[face] ?? []).some((label) => label >= firstKept);
}

function thinFaces(faces: Faces, scale: MetricScale): Uint8Array {
  const perimeters = new Float64Array(faces.count);
  faces.faceOf.forEach((face, half) => {
    perimeters[face] = (perimeters[face] ?? 0) + scale.edgeMetres(faces.edges, half >> 1);
  });
  return Uint8Array.from(perimeters, (perimeter, face) =>
    face > 0 && 2 * scale.squareMetres(faces.areas[face] ?? 0) < noiseMetres * perimeter ? 1 : 0,
  );
}

/** Thin land that no owner holds goes to a neighbouring owner: what lies between two borders that were meant as one. */
function giveThinFaces(faces: Faces, holderOf: Float64Array, thin: Uint8Array, scopeAreaId: number): void {
  for (let half = 0; half < faces.faceOf.length; half++) {
    const face = faces.faceOf[half] ?? 0;
    if (!thin[face] || holderOf[face] !== scopeAreaId) continue;
    const beyond = faces.faceOf[half ^ 1] ?? 0;
    const holder = holderOf[beyond] ?? 0;
    if (holder !== 0 && holder !== scopeAreaId && !thin[beyond]) holderOf[face] = holder;
  }
}

function piecesOf(faces: Faces, groupOf: Int32Array, ownerOf: Float64Array): Filled['pieces'] {
  const borders = new Map<number, number[]>();
  for (let half = 0; half < faces.faceOf.length; half++) {
    const group = groupOf[faces.faceOf[half] ?? 0] ?? 0;
    if (group === 0 || group === groupOf[faces.faceOf[half ^ 1] ?? 0]) continue;
    const border = borders.get(group);
    if (border) border.push(half);
    else borders.set(group, [half]);
  }
  return [...borders].flatMap(([group, border]) => {
    const regions = regionsOf(faces, border, (face) => groupOf[face] === group);
    // A group is named after one of its faces.
    return regions.map((region) => ({ ownerAreaId: ownerOf[group] ?? 0, polygon: polygonOf(faces, region) }));
  });
}

function keptOutline(faces: Faces, label: number): FlatPolygon[] {
  const border: number[] = [];
  faces.edges.labels.forEach((labels, edge) => {
    if (labels.includes(label)) border.push(edge * 2, edge * 2 + 1);
  });
  const isInside = (face: number) => (faces.inside[face] ?? []).includes(label);
  return regionsOf(faces, border, isInside).map((region) => polygonOf(faces, region));
}

function polygonOf({ edges: { xs, ys } }: Faces, { shell, holes }: Region): FlatPolygon {
  return [shell, ...holes].map((loop) => {
    const ring = new Float64Array(loop.length * 2 + 2);
    [...loop, loop[0] ?? 0].forEach((node, index) => {
      ring[index * 2] = (xs[node] ?? 0) / e7;
      ring[index * 2 + 1] = (ys[node] ?? 0) / e7;
    });
    return ring;
  });
}
