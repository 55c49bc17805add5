import type { AtomGraph } from './graph.ts';
import type { Land } from './land.ts';
import { graphOfLand } from './land-graph.ts';
import { lengthOf } from './plane.ts';

export type LandAtoms = {
  graph: AtomGraph;
  /** The atom of each face, -1 for faces that are not the owner's. */
  atomOf: Int32Array;
};

export type PieceAtoms = LandAtoms & {
  /** Of each atom, the piece that it is. */
  pieceOf: Int32Array;
  /** Pieces that hold no land of the owner. */
  outside: number[];
};

/**
 * Atoms that are existing pieces, as far as they lie in the owner. Of land in several pieces the first takes it; land of
 * the owner in none goes to the neighbour with the longest border.
 */
export function atomsOfPieces(land: Land, pieceCount: number): PieceAtoms {
  const { faces, isOwned } = land;
  const pieceOfFace = Int32Array.from({ length: faces.count }, (_, face) =>
    isOwned[face] ? land.pieceOf(face) : -1,
  );
  giveRest(land, pieceOfFace);
  const present = new Uint8Array(pieceCount);
  for (const piece of pieceOfFace) if (piece >= 0) present[piece] = 1;
  const atomOfPiece = new Int32Array(pieceCount).fill(-1);
  const pieceOf: number[] = [];
  const outside: number[] = [];
  for (let piece = 0; piece < pieceCount; piece++) {
    if (present[piece]) atomOfPiece[piece] = pieceOf.push(piece) - 1;
    else outside.push(piece);
  }
  const atomOf = pieceOfFace.map((piece) => (piece < 0 ? -1 : (atomOfPiece[piece] ?? -1)));
  return {
    graph: graphOfLand(land, atomOf, pieceOf.length),
    atomOf,
    pieceOf: Int32Array.from(pieceOf),
    outside,
  };
}

/** Gives the owner's faces in no piece to their neighbours, from the pieces outwards. */
function giveRest({ faces, isOwned, plane }: Land, pieceOfFace: Int32Array): void {
  const { xs, ys } = faces.edges;
  for (let changed = true; changed; ) {
    changed = false;
    const borders = new Map<number, Map<number, number>>();
    for (let half = 0; half < faces.faceOf.length; half++) {
      const face = faces.faceOf[half] ?? 0;
      const piece = pieceOfFace[faces.faceOf[half ^ 1] ?? 0] ?? -1;
      if (!isOwned[face] || pieceOfFace[face] !== -1 || piece < 0) continue;
      const [a, b] = [faces.origin[half] ?? 0, faces.origin[half ^ 1] ?? 0];
      const around = borders.get(face) ?? new Map<number, number>();
      borders.set(face, around);
      const metres = lengthOf(plane, (xs[b] ?? 0) - (xs[a] ?? 0), (ys[b] ?? 0) - (ys[a] ?? 0));
      around.set(piece, (around.get(piece) ?? 0) + metres);
    }
    for (const [face, around] of borders) {
      const [longest] = [...around].sort(([one, a], [other, b]) => b - a || one - other);
      pieceOfFace[face] = longest?.[0] ?? -1;
      changed = true;
    }
  }
}
