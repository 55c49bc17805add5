import { nodeLines } from '../../geo/noding.ts';
import type { LonLat } from '../../geo/position.ts';
import { bordersOf, type Ground, longest, outlineOf, partsOf, sizeOf } from '../edits/ground.ts';
import { type BorderEdge, middleLines } from './middle-lines.ts';
import { mayHold, type RepairGround } from './territory.ts';

/** A gap among those that may have it; what lies where no neighbour may have it is left over. */
type Shares = { shares: Map<number, Set<number>>; left: Set<number>[] };

/** The lines to cut a gap along, so that each neighbour can get what is nearest to its border. */
export function cutsOfGap(repaired: RepairGround, gap: ReadonlySet<number>): LonLat[][] {
  return byOwners(repaired, gap).flatMap((land) => {
    const border = borderOf(repaired, land);
    const cuts = middleLines(border, sizeOf(repaired.ground, land));
    return canBeCut(border, cuts) ? cuts : [];
  });
}

/** Lines too close to each other for the grid cannot be told apart: such land goes to one neighbour. */
function canBeCut(border: readonly (readonly BorderEdge[])[], cuts: readonly (readonly LonLat[])[]): boolean {
  const onGrid = (line: readonly LonLat[]) => line.flat().map((value) => Math.round(value * 1e7));
  const lines = [...border.flat().map(({ a, b }) => [a, b]), ...cuts];
  try {
    nodeLines(lines.map((line, label) => ({ points: onGrid(line), label })));
    return true;
  } catch {
    return false;
  }
}

/**
 * Shares out a gap that was cut along {@link cutsOfGap}: every face goes to the neighbour it adjoins, and what adjoins
 * none to a neighbour's share that it adjoins, so that each share hangs together with its neighbour.
 */
export function shareGap(repaired: RepairGround, gap: ReadonlySet<number>): Shares {
  const shared: Shares = { shares: new Map(), left: [] };
  for (const land of byOwners(repaired, gap)) {
    const takers = takersOf(repaired, land);
    for (const [face, taker] of takers)
      shared.shares.set(taker, (shared.shares.get(taker) ?? new Set()).add(face));
    const left = new Set([...land].filter((face) => !takers.has(face)));
    shared.left.push(...partsOf(repaired.ground, left));
  }
  return shared;
}

/** A gap may reach over the border between two owners, which no cell may cross. */
function byOwners({ ground, ownersOf }: RepairGround, gap: ReadonlySet<number>): Set<number>[] {
  const lands = new Map<string, Set<number>>();
  for (const face of gap) {
    const key = ownersOf(face).join();
    lands.set(key, (lands.get(key) ?? new Set()).add(face));
  }
  return [...lands.values()].flatMap((land) => partsOf(ground, land));
}

/** The cell beyond an edge of a face, of those that may have the face. */
function takerBeyond(repaired: RepairGround, half: number): number | undefined {
  const { faceOf } = repaired.ground.faces;
  const beyond = repaired.ground.holders[faceOf[half ^ 1] ?? 0] ?? [];
  return beyond.find((place) => mayHold(repaired, place, faceOf[half] ?? 0));
}

/** The rings around some land, with who adjoins each edge. */
function borderOf(repaired: RepairGround, land: ReadonlySet<number>): BorderEdge[][] {
  const { ground } = repaired;
  const { origin, faceOf } = ground.faces;
  const takers = new Map<string, number>();
  for (const face of land)
    for (const half of ground.halvesOf[face] ?? []) {
      if (land.has(faceOf[half ^ 1] ?? 0)) continue;
      const taker = takerBeyond(repaired, half);
      const [a, b] = [origin[half] ?? 0, origin[half ^ 1] ?? 0];
      if (taker !== undefined) takers.set(`${ground.positionOf(a)} ${ground.positionOf(b)}`, taker);
    }
  return outlineOf(ground, land).flatMap((rings) =>
    rings.map((ring) =>
      Array.from({ length: ring.length / 2 - 1 }, (_, index): BorderEdge => {
        const at = (place: number): LonLat => [ring[2 * place] ?? 0, ring[2 * place + 1] ?? 0];
        const [a, b] = [at(index), at(index + 1)];
        return { a, b, taker: takers.get(`${a} ${b}`) };
      }),
    ),
  );
}

function takersOf(repaired: RepairGround, land: ReadonlySet<number>): Map<number, number> {
  const { ground } = repaired;
  const takers = new Map<number, number>();
  for (const face of land) {
    const may = [...bordersOf(ground, new Set([face]))].filter(([place]) => mayHold(repaired, place, face));
    const taker = longest(ground, new Map(may));
    if (taker !== undefined) takers.set(face, taker);
  }
  for (let before = -1; before < takers.size; ) {
    before = takers.size;
    for (const [face, taker] of besideTaken(ground, land, takers)) takers.set(face, taker);
  }
  return takers;
}

/** Faces that adjoin others' shares, with whose they adjoin most. */
function besideTaken(
  ground: Ground,
  land: ReadonlySet<number>,
  takers: ReadonlyMap<number, number>,
): [face: number, taker: number][] {
  return [...land].flatMap((face) => {
    if (takers.has(face)) return [];
    const metres = new Map<number, number>();
    for (const half of ground.halvesOf[face] ?? []) {
      const taker = takers.get(ground.faces.faceOf[half ^ 1] ?? 0);
      if (taker !== undefined) metres.set(taker, (metres.get(taker) ?? 0) + ground.edgeMetres(half >> 1));
    }
    const taker = longest(ground, metres);
    return taker === undefined ? [] : [[face, taker]];
  });
}
