import { type Faces, facesOf } from '../../geo/faces.ts';
import { nodeLines } from '../../geo/noding.ts';
import type { LonLat } from '../../geo/position.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { type Change, madeValidChange, matchedChange, snappedChange } from './change.ts';
import { fillGaps, type Owners, settleClaims } from './claims.ts';
import { type Ground, groundOf } from './ground.ts';
import { joinCutOff } from './pieces.ts';
import { placesOfNodes, polygonsOfFaces } from './rebuild.ts';
import { isSame, withoutRepeats } from './same-outline.ts';
import { type Snapped, snapVertices } from './snap.ts';

export type CleanOptions = {
  /** Vertices of neighbours closer than this become one, and gaps thinner than this are filled. */
  toleranceMetres: number;
  /** Enclosed gaps up to this size are filled as well; absent: a tenth of the middle outline, 2 hectares at most. */
  fillSquareMetres?: number | 'all';
  /** Told the share done, roughly, after each step. */
  onProgress?: ((share: number) => void) | undefined;
};

export type Cleaned = {
  /** In the order that was sent; empty where nothing is left. Several polygons where an outline has several parts. */
  outlines: FlatPolygon[][];
  changes: Change[];
};

type Outline = readonly FlatPolygon[];

/**
 * Outlines that tile: valid, without overlaps, without thin or small gaps, neighbours sharing their border vertex for
 * vertex. All borders are noded together once and every face between them is given to one outline, so that nothing is
 * lost or made in between. Outlines that were clean come back as they were, to the last digit; of the others the
 * vertices that were sent keep their digits too. Every change is listed. Deterministic.
 */
export function cleanOutlines(outlines: readonly Outline[], options: CleanOptions): Cleaned {
  const { toleranceMetres, fillSquareMetres, onProgress = () => {} } = options;
  if (outlines.flat(2).length === 0) return { outlines: outlines.map(() => []), changes: [] };
  const snapped = snapVertices(outlines, toleranceMetres);
  onProgress(0.4);
  const edges = nodeLines(snapped.lines);
  onProgress(0.7);
  const faces = facesOf(edges, () => true);
  onProgress(0.85);
  const ground = groundOf(faces, snapped.unitsPerDegree);
  const { owners, changes } = settleClaims(faces, ground, outlines.length);
  const fillUpTo =
    fillSquareMetres === 'all' ? Number.POSITIVE_INFINITY : (fillSquareMetres ?? noiseOf(ground, owners));
  const filled = fillGaps(faces, ground, owners, toleranceMetres, fillUpTo);
  const joined = joinCutOff(faces, ground, owners, toleranceMetres);
  const rebuilt = rebuildAll(outlines, faces, owners, snapped);
  return {
    outlines: rebuilt.outlines,
    changes: [...snappedChanges(snapped), ...rebuilt.changes, ...changes, ...filled, ...joined],
  };
}

const noiseShare = 0.1;
const mostNoiseSquareMetres = 20_000;

/** A gap as small as this among such outlines comes from drawing, not from the land. */
function noiseOf({ squareMetres }: Ground, owners: Owners): number {
  const sizes = new Map<number, number>();
  owners.forEach((owner, face) => {
    if (owner >= 0) sizes.set(owner, (sizes.get(owner) ?? 0) + (squareMetres[face] ?? 0));
  });
  const inOrder = [...sizes.values()].sort((a, b) => a - b);
  return Math.min(mostNoiseSquareMetres, noiseShare * (inOrder[inOrder.length >> 1] ?? 0));
}

function snappedChanges({ moved }: Snapped): Change[] {
  return moved.flatMap(({ vertices, farthestMetres, place }, outline) =>
    vertices === 0 ? [] : [snappedChange(outline, vertices, farthestMetres, place)],
  );
}

function rebuildAll(sent: readonly Outline[], faces: Faces, owners: Owners, snapped: Snapped): Cleaned {
  const placeOf = placesOfNodes(faces, snapped);
  const owned: number[][] = sent.map(() => []);
  const claimed: number[][] = sent.map(() => []);
  faces.inside.forEach((labels, face) => {
    for (const label of labels) claimed[label]?.push(face);
    owned[owners[face] ?? -1]?.push(face);
  });
  const changes: Change[] = [];
  const outlines = sent.map((outline, index) => {
    const claims = claimed[index] ?? [];
    const own = owned[index] ?? [];
    const isClaimed = (face: number) => faces.inside[face]?.includes(index) === true;
    const asClaimed = polygonsOfFaces(faces, claims, isClaimed, placeOf);
    changes.push(...compare(index, outline, asClaimed, snapped));
    const isUntouched = own.length === claims.length && own.every(isClaimed);
    const result = isUntouched
      ? asClaimed
      : polygonsOfFaces(faces, own, (face) => face > 0 && owners[face] === index, placeOf);
    return isSame(outline, result) ? [...outline] : result;
  });
  return { outlines, changes };
}

/** What became of an outline before land was given away: rings rebuilt, vertices of neighbours added. */
function compare(
  index: number,
  sent: Outline,
  rebuilt: Outline,
  { vertices, moved, nodes, unitsPerDegree }: Snapped,
): Change[] {
  if (isSame(sent, rebuilt)) return [];
  const before = vertices[index] ?? new Set();
  const after = [...verticesOf(rebuilt).values()];
  const nodeAt = ([lon, lat]: LonLat) =>
    nodes.id(Math.round(lon * unitsPerDegree), Math.round(lat * unitsPerDegree));
  const added = after.filter((place) => !before.has(nodeAt(place)));
  const place: LonLat = added[0] ?? [sent[0]?.[0]?.[0] ?? 0, sent[0]?.[0]?.[1] ?? 0];
  const isRebuilt = ringCounts(sent) !== ringCounts(rebuilt) || after.length - added.length < before.size;
  // A ring that runs back on itself loses no vertex, but the edges that lie on each other.
  const more = positions(rebuilt) - positions(sent);
  const isFolded = added.length === 0 && more <= 0 && moved[index]?.vertices === 0;
  if (isRebuilt || isFolded || more < 0) return [madeValidChange(index, place)];
  // A hole that touches its shell between two vertices adds one of its own.
  const count = Math.max(added.length, more);
  return count > 0 ? [matchedChange(index, count, place)] : [];
}

const ringCounts = (outline: Outline) =>
  outline
    .map((polygon) => polygon.length)
    .sort()
    .join();
const positions = (outline: Outline) =>
  outline.flat().reduce((sum, ring) => sum + withoutRepeats(ring).length / 2, 0);

function verticesOf(outline: Outline): Map<string, LonLat> {
  const vertices = new Map<string, LonLat>();
  for (const ring of outline.flat())
    for (let i = 0; i < ring.length; i += 2) {
      const place: LonLat = [ring[i] ?? 0, ring[i + 1] ?? 0];
      vertices.set(place.join(), place);
    }
  return vertices;
}
