import type { Faces } from '../../geo/faces.ts';
import { type Change, filledChange, trimmedChange } from './change.ts';
import type { Ground } from './ground.ts';

/** Which outline each face belongs to; -1 where it is nobody's. */
export type Owners = Int32Array;

const nobody = -1;
/** A cell that would lose more than this share of itself by an overlap keeps it: it was drawn inside of the other. */
const keptShare = 0.5;

/** Connected faces with the same claimants. */
type Piece = { faces: number[]; claimants: readonly number[]; squareMetres: number; borderMetres: number };

/** Faces by their only claimant; what several claim goes to one of them. */
export function settleClaims(
  faces: Faces,
  ground: Ground,
  count: number,
): { owners: Owners; changes: Change[] } {
  const sole: Owners = Int32Array.from(faces.inside, (labels) =>
    labels.length === 1 ? (labels[0] ?? nobody) : nobody,
  );
  const claimed = claimedSquareMetres(faces, ground, count);
  const owners = sole.slice();
  const changes: Change[] = [];
  for (const piece of piecesWhere(faces, ground, (labels) => labels.length > 1)) {
    const taker = takerOf(faces, ground, sole, piece, claimed);
    for (const face of piece.faces) owners[face] = taker;
    const losers = piece.claimants.filter((claimant) => claimant !== taker);
    changes.push(trimmedChange(taker, losers, placeOf(ground, piece)));
  }
  return { owners, changes };
}

/**
 * Gives enclosed land that nobody claims to the neighbour with the longest common border, where it is thinner than the
 * tolerance or no larger than so many square metres.
 */
export function fillGaps(
  faces: Faces,
  ground: Ground,
  owners: Owners,
  toleranceMetres: number,
  fillSquareMetres: number,
): Change[] {
  const changes: Change[] = [];
  for (const piece of piecesWhere(faces, ground, (labels) => labels.length === 0)) {
    if (!isThin(piece, toleranceMetres) && piece.squareMetres > fillSquareMetres) continue;
    const taker = longestBorder(faces, ground, owners, piece.faces, () => true);
    if (taker === undefined) continue;
    for (const face of piece.faces) owners[face] = taker;
    changes.push(filledChange(taker, placeOf(ground, piece)));
  }
  return changes;
}

/** True where the mean thickness is under the tolerance. */
export function isThin(
  { squareMetres, borderMetres }: { squareMetres: number; borderMetres: number },
  toleranceMetres: number,
): boolean {
  return 2 * squareMetres < toleranceMetres * borderMetres;
}

/** The outline that has most of the border of these faces; undefined where none has any. */
export function longestBorder(
  faces: Faces,
  ground: Ground,
  owners: Owners,
  within: readonly number[],
  mayTake: (outline: number) => boolean,
): number | undefined {
  const inside = new Set(within);
  const metres = new Map<number, number>();
  for (const face of within)
    for (const half of halvesOf(faces, face)) {
      const beyond = faces.faceOf[half ^ 1] ?? 0;
      const owner = owners[beyond] ?? nobody;
      if (inside.has(beyond) || owner === nobody || !mayTake(owner)) continue;
      metres.set(owner, (metres.get(owner) ?? 0) + (ground.edgeMetres[half >> 1] ?? 0));
    }
  let best: number | undefined;
  for (const [owner, length] of [...metres].sort(([a], [b]) => a - b))
    if (best === undefined || length > (metres.get(best) ?? 0)) best = owner;
  return best;
}

function claimedSquareMetres(faces: Faces, ground: Ground, count: number): Float64Array {
  const claimed = new Float64Array(count);
  faces.inside.forEach((labels, face) => {
    for (const label of labels) claimed[label] = (claimed[label] ?? 0) + (ground.squareMetres[face] ?? 0);
  });
  return claimed;
}

/** The claimant that would lose most of itself, else the one whose undisputed land has the longer border with it. */
function takerOf(faces: Faces, ground: Ground, sole: Owners, piece: Piece, claimed: Float64Array): number {
  const { claimants, squareMetres } = piece;
  const size = (claimant: number) => claimed[claimant] ?? 0;
  const smallest = [...claimants].sort((a, b) => size(a) - size(b) || a - b)[0] ?? nobody;
  if (squareMetres > keptShare * size(smallest)) return smallest;
  const isClaimant = (owner: number) => claimants.includes(owner);
  const largest = [...claimants].sort((a, b) => size(b) - size(a) || a - b)[0] ?? nobody;
  return longestBorder(faces, ground, sole, piece.faces, isClaimant) ?? largest;
}

function placeOf(ground: Ground, { faces, squareMetres }: Piece) {
  return { areaSquareMetres: squareMetres, place: ground.places[faces[0] ?? 0] ?? [0, 0] };
}

function* piecesWhere(
  faces: Faces,
  ground: Ground,
  isWanted: (labels: readonly number[]) => boolean,
): Generator<Piece> {
  const keys = faces.inside.map((labels) => labels.join());
  const done = new Uint8Array(faces.count);
  done[0] = 1;
  for (let start = 1; start < faces.count; start++) {
    const claimants = faces.inside[start] ?? [];
    if (done[start] || !isWanted(claimants)) continue;
    const piece: Piece = { faces: [start], claimants, squareMetres: 0, borderMetres: 0 };
    done[start] = 1;
    for (const face of piece.faces) {
      piece.squareMetres += ground.squareMetres[face] ?? 0;
      for (const half of halvesOf(faces, face)) {
        const beyond = faces.faceOf[half ^ 1] ?? 0;
        if (keys[beyond] !== keys[start] || beyond === 0)
          piece.borderMetres += ground.edgeMetres[half >> 1] ?? 0;
        else if (!done[beyond]) {
          done[beyond] = 1;
          piece.faces.push(beyond);
        }
      }
    }
    yield piece;
  }
}

const halvesOfFaces = new WeakMap<Faces, number[][]>();

/** The half-edges on the border of a face. */
export function halvesOf(faces: Faces, face: number): readonly number[] {
  let halves = halvesOfFaces.get(faces);
  if (!halves) {
    halves = Array.from({ length: faces.count }, () => []);
    for (let half = 0; half < faces.faceOf.length; half++) halves[faces.faceOf[half] ?? 0]?.push(half);
    halvesOfFaces.set(faces, halves);
  }
  return halves[face] ?? [];
}
