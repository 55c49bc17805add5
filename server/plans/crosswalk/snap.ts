import type { FlatPolygon } from '../../geo/wkb.ts';
import type { Change } from '../edits/change.ts';
import { compose } from '../edits/compose.ts';
import { bordersOf, longest, outlineOf, partsOf, sizeOf } from '../edits/ground.ts';
import type { Surroundings } from '../edits/near-proof.ts';
import type { LoadedCell } from '../load-cells.ts';
import {
  give,
  giveScraps,
  holdersOf,
  mayHold,
  type RepairGround,
  repairGround,
} from '../repairs/territory.ts';

type Outline = readonly FlatPolygon[];

/** A police cell, by its place, and a community cell, by its place, whose borders cross. */
export type CrossingPair = { cell: number; community: number };

/**
 * The change that makes borders of police cells follow those of community cells: of each pair the police cell takes the
 * rest of the community cell, or gives what it has of it to the cells beside, whichever moves less land. No cell is
 * divided or dissolved by that; where both would, the pair stays.
 */
export function snapToCommunities(
  cells: readonly LoadedCell[],
  communities: readonly Outline[],
  pairs: readonly CrossingPair[],
  surroundings: Pick<Surroundings, 'scope' | 'owners' | 'exclusions'>,
): Change {
  const repaired = repairGround(cells, surroundings, { lands: communities });
  const shared = ({ cell, community }: CrossingPair) =>
    sizeOf(repaired.ground, common(repaired.land[cell], repaired.lands[community]));
  const smallestFirst = pairs
    .map((pair) => ({ pair, squareMetres: shared(pair) }))
    .sort((one, other) => one.squareMetres - other.squareMetres);
  for (const { pair } of smallestFirst) snapPair(repaired, pair);
  giveScraps(repaired);
  return onOwnGround(cells, gainsOf(repaired));
}

type Move = { part: ReadonlySet<number>; to: number };

function snapPair(repaired: RepairGround, pair: CrossingPair): void {
  const ways = [takeRest(repaired, pair), giveAway(repaired, pair)].filter(
    (moves) => moves !== undefined && moves.length > 0 && keepsCellsWhole(repaired, moves),
  );
  const sizeOfWay = (moves: readonly Move[] = []) =>
    moves.reduce((sum, { part }) => sum + sizeOf(repaired.ground, part), 0);
  const [least] = ways.sort((one, other) => sizeOfWay(one) - sizeOfWay(other));
  for (const { part, to } of least ?? []) give(repaired, part, to);
}

/** The police cell takes what others have of the community cell. */
function takeRest(repaired: RepairGround, { cell, community }: CrossingPair): Move[] | undefined {
  const own = repaired.land[cell] ?? new Set();
  const rest = [...(repaired.lands[community] ?? [])].filter(
    (face) => !own.has(face) && holdersOf(repaired, face).length > 0,
  );
  if (rest.length === 0) return [];
  return rest.every((face) => mayHold(repaired, cell, face))
    ? [{ part: new Set(rest), to: cell }]
    : undefined;
}

/** The police cell gives each part of what it has of the community cell to one beside that has some of it already. */
function giveAway(repaired: RepairGround, { cell, community }: CrossingPair): Move[] | undefined {
  const land = repaired.lands[community] ?? new Set();
  const moves = partsOf(repaired.ground, common(repaired.land[cell], land)).map((part) => {
    const to = takerOf(repaired, part, land, cell);
    return to === undefined ? undefined : { part, to };
  });
  return moves.every((move) => move !== undefined) ? moves : undefined;
}

function takerOf(
  repaired: RepairGround,
  part: ReadonlySet<number>,
  community: ReadonlySet<number>,
  giver: number,
): number | undefined {
  const { ground } = repaired;
  const holders: number[][] = [];
  for (const face of part)
    for (const half of ground.halvesOf[face] ?? []) {
      const beyond = ground.faces.faceOf[half ^ 1] ?? 0;
      holders[beyond] = holdersOf(repaired, beyond).filter((place) => place !== giver);
    }
  const [first = 0] = part;
  const beside = [...bordersOf({ ...ground, holders }, part)].filter(
    ([place]) => mayHold(repaired, place, first) && common(repaired.land[place], community).size > 0,
  );
  return longest(ground, new Map(beside));
}

/** Crumbs smaller than this share of a cell are cleared up in the end. */
const crumbShare = 0.02;

/** Whether every cell that gives or takes goes on, in as many parts as it had. */
function keepsCellsWhole(repaired: RepairGround, moves: readonly Move[]): boolean {
  const after = new Map<number, Set<number>>();
  const landOf = (place: number) => {
    const land = after.get(place) ?? new Set(repaired.land[place]);
    after.set(place, land);
    return land;
  };
  for (const { part, to } of moves)
    for (const face of part) {
      for (const place of holdersOf(repaired, face)) landOf(place).delete(face);
      landOf(to).add(face);
    }
  return [...after].every(([place, land]) => {
    const before = repaired.land[place] ?? new Set();
    const largeParts = (of: ReadonlySet<number>, whole: number) =>
      partsOf(repaired.ground, of).filter((part) => sizeOf(repaired.ground, part) > crumbShare * whole)
        .length;
    const parts = largeParts(land, Math.min(sizeOf(repaired.ground, land), sizeOf(repaired.ground, before)));
    const isLeft = sizeOf(repaired.ground, land) > crumbShare * sizeOf(repaired.ground, before);
    return isLeft && parts <= Math.max(1, largeParts(before, sizeOf(repaired.ground, before)));
  });
}

function common(one: ReadonlySet<number> = new Set(), other: ReadonlySet<number> = new Set()): Set<number> {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  return new Set([...few].filter((face) => many.has(face)));
}

type Gain = { place: number; polygons: FlatPolygon[] };

/** What each cell has got. */
function gainsOf({ ground, land, touched }: RepairGround): Gain[] {
  return [...touched].flatMap((place) => {
    const before = new Set(ground.facesOf[place]);
    const gained = new Set([...(land[place] ?? [])].filter((face) => !before.has(face)));
    return gained.size > 0 ? [{ place, polygons: outlineOf(ground, gained) }] : [];
  });
}

/**
 * The same moves on ground that is cut along nothing else: where borders of communities cross borders that stay, nobody
 * needs a vertex.
 */
function onOwnGround(cells: readonly LoadedCell[], gains: readonly Gain[]): Change {
  const moved = repairGround(cells, nowhere, { lands: gains.map(({ polygons }) => polygons) });
  gains.forEach(({ place }, index) => {
    give(moved, moved.lands[index] ?? [], place);
  });
  const kept = new Map([...moved.touched].map((place) => [place, moved.land[place] ?? new Set<number>()]));
  return compose(moved.ground, { kept });
}

const nowhere = { scope: undefined, owners: [], exclusions: [] };
