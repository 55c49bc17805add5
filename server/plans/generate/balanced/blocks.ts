import { DisjointSets } from './disjoint-sets.ts';
import type { AtomGraph } from './graph.ts';
import type { Land } from './land.ts';
import { graphOfLand } from './land-graph.ts';
import type { LandAtoms } from './pieces.ts';
import { joinSlivers, type SliverLimits } from './slivers.ts';

export type BlockLimits = SliverLimits & {
  /** A block larger than this is cut by the squares, or one above the most weight. */
  mostSquareMetres: number;
};

export type Block = { faces: number[]; squareMetres: number; weight: number };

/** What the lines and borders enclose, whatever squares cut it. `weights` are those of the faces. */
export function blocksOf({ faces, isOwned, isReal, plane }: Land, weights: Float64Array): Block[] {
  const sets = new DisjointSets(faces.count);
  for (let edge = 0; edge < faces.edges.labels.length; edge++) {
    const left = faces.faceOf[edge * 2] ?? 0;
    const right = faces.faceOf[edge * 2 + 1] ?? 0;
    if (isOwned[left] && isOwned[right] && !isReal(edge)) sets.join(left, right);
  }
  const squareMetres = plane.metresPerUnitEast * plane.metresPerUnitNorth;
  const blocks = new Map<number, Block>();
  for (let face = 0; face < faces.count; face++) {
    if (!isOwned[face]) continue;
    const block = blocks.get(sets.of(face)) ?? { faces: [], squareMetres: 0, weight: 0 };
    blocks.set(sets.of(face), block);
    block.faces.push(face);
    block.squareMetres += (faces.areas[face] ?? 0) * squareMetres;
    block.weight += weights[face] ?? 0;
  }
  return [...blocks.values()];
}

export function isTooLarge(block: Block, { mostSquareMetres, mostWeight }: BlockLimits): boolean {
  return block.squareMetres > mostSquareMetres || block.weight > mostWeight;
}

/**
 * Atoms that are blocks between lines, or the squares of those that are too large or too heavy, slivers given to their
 * neighbours. `kindOfFace` tells apart what a sliver is not to mix, where there is another neighbour.
 */
export function atomsOfBlocks(
  land: Land,
  weights: Float64Array,
  limits: BlockLimits,
  kindOfFace: (face: number) => number = () => 0,
): LandAtoms {
  const atomOf = new Int32Array(land.faces.count).fill(-1);
  const kinds: number[] = [];
  for (const block of blocksOf(land, weights)) {
    const isCut = isTooLarge(block, limits);
    block.faces.forEach((face, index) => {
      const atom = isCut || index === 0 ? kinds.push(kindOfFace(face)) - 1 : kinds.length - 1;
      atomOf[face] = atom;
    });
  }
  const pieces = weighed(graphOfLand(land, atomOf, kinds.length), atomOf, weights);
  const joined = joinSlivers(pieces, limits, (atom) => kinds[atom] ?? 0);
  const joinedOf = atomOf.map((atom) => (atom < 0 ? -1 : (joined.atomOf[atom] ?? -1)));
  return { graph: weighed(graphOfLand(land, joinedOf, joined.count), joinedOf, weights), atomOf: joinedOf };
}

/** The graph with each atom weighing what its faces do. */
export function weighed(graph: AtomGraph, atomOf: Int32Array, weights: Float64Array): AtomGraph {
  for (let face = 0; face < atomOf.length; face++) {
    const atom = atomOf[face] ?? -1;
    if (atom >= 0) graph.weights[atom] = (graph.weights[atom] ?? 0) + (weights[face] ?? 0);
  }
  return graph;
}
