import type { LonLat } from '../../geo/position.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { bordersOf, type Ground, groundOf, longest, partsOf, sizeOf } from '../edits/ground.ts';
import type { Surroundings } from '../edits/near-proof.ts';
import type { LoadedCell } from '../load-cells.ts';

/** The ground that findings are repaired on: who holds each face, as it changes while one after the other is repaired. */
export type RepairGround = {
  ground: Ground;
  /** The faces of each cell by its place. */
  land: Set<number>[];
  /** The faces of each of the other lands. */
  lands: readonly ReadonlySet<number>[];
  inScope: (face: number) => boolean;
  isExcluded: (face: number) => boolean;
  /** Whether an area of which cells are owned holds the face; true for areas that are not known. */
  inOwner: (areaId: number | null, face: number) => boolean;
  /** The areas that could own a cell on the face, the scope itself left out. */
  ownersOf: (face: number) => number[];
  scopeAreaId: number | undefined;
  touched: Set<number>;
  /** Who holds the faces that were given to somebody else. */
  held: Map<number, readonly number[]>;
};

/** The ground of some cells, cut along the scope, its owners and exclusions, along lines, and around other lands. */
export function repairGround(
  cells: readonly LoadedCell[],
  { scope, owners, exclusions }: Pick<Surroundings, 'scope' | 'owners' | 'exclusions'>,
  {
    cuts = [],
    lands = [],
  }: { cuts?: readonly (readonly LonLat[])[]; lands?: readonly (readonly FlatPolygon[])[] } = {},
): RepairGround {
  const territories: readonly (readonly FlatPolygon[])[] = [
    scope?.polygons ?? [],
    exclusions,
    ...owners.map(({ polygons }) => polygons),
    ...lands,
  ];
  const ground = groundOf(cells, { polygons: territories, lines: cuts });
  const [inside, excluded, ...owned] = ground.inside;
  const ownedBy = new Map(owners.map(({ areaId }, index) => [areaId, owned[index]]));
  if (scope) ownedBy.set(scope.areaId, inside);
  return {
    ground,
    lands: lands.map((_, index) => owned[owners.length + index] ?? new Set<number>()),
    land: ground.facesOf.map((faces) => new Set(faces)),
    inScope: (face) => !scope || (inside?.has(face) ?? false),
    isExcluded: (face) => excluded?.has(face) ?? false,
    inOwner: (areaId, face) => areaId === null || (ownedBy.get(areaId)?.has(face) ?? true),
    ownersOf: (face) => owners.flatMap(({ areaId }, index) => (owned[index]?.has(face) ? [areaId] : [])),
    scopeAreaId: scope?.areaId,
    touched: new Set(),
    held: new Map(),
  };
}

/** Whether a cell may have a face: inside its owner, and of the scope's own cells where no other area could own it. */
export function mayHold(
  { ground, inOwner, ownersOf, scopeAreaId }: RepairGround,
  place: number,
  face: number,
): boolean {
  const owner = ground.cells[place]?.ownerAreaId ?? null;
  if (owner !== null && owner === scopeAreaId) return inOwner(owner, face) && ownersOf(face).length === 0;
  return inOwner(owner, face);
}

/** The places of the cells that hold a face now. */
export function holdersOf({ ground, held }: RepairGround, face: number): readonly number[] {
  return held.get(face) ?? ground.holders[face] ?? [];
}

/** Gives faces to a cell and takes them from all others; to nobody where there is none. */
export function give(repaired: RepairGround, faces: Iterable<number>, to: number | undefined): void {
  const { land, touched, held } = repaired;
  for (const face of [...faces]) {
    for (const place of holdersOf(repaired, face)) {
      if (place === to) continue;
      land[place]?.delete(face);
      touched.add(place);
    }
    held.set(face, to === undefined ? [] : [to]);
    if (to === undefined) continue;
    land[to]?.add(face);
    touched.add(to);
  }
}

/** The cell around some faces with the longest border; of the same owner's where there is one, `except` left out. */
export function heirOf(
  repaired: RepairGround,
  faces: ReadonlySet<number>,
  except: ReadonlySet<number> = new Set(),
): number | undefined {
  const { ground } = repaired;
  const near = [...bordersOf({ ...ground, holders: currentHolders(repaired, faces) }, faces)].filter(
    ([place]) => !except.has(place),
  );
  const [first = 0] = faces;
  const own = near.filter(([place]) => mayHold(repaired, place, first));
  return longest(ground, new Map(own.length > 0 ? own : near));
}

/** Who holds the faces beside some faces now, in the shape that a ground has it. */
function currentHolders(repaired: RepairGround, faces: ReadonlySet<number>): (readonly number[])[] {
  const { ground } = repaired;
  const holders: (readonly number[])[] = [];
  for (const face of faces)
    for (const half of ground.halvesOf[face] ?? []) {
      const beyond = ground.faces.faceOf[half ^ 1] ?? 0;
      holders[beyond] ??= holdersOf(repaired, beyond);
    }
  return holders;
}

/** A piece smaller than this share of a cell that came off while others were repaired is no part of it. */
const leastShare = 0.02;

/** Gives scraps that were cut off cells in passing to their neighbours. */
export function giveScraps(repaired: RepairGround): void {
  for (const place of [...repaired.touched]) {
    const land = repaired.land[place];
    const cell = repaired.ground.cells[place];
    if (!land || !cell) continue;
    const parts = partsOf(repaired.ground, land);
    const whole = sizeOf(repaired.ground, land);
    for (const scrap of parts.slice(cell.outline.length)) {
      if (sizeOf(repaired.ground, scrap) > leastShare * whole) continue;
      const heir = heirOf(repaired, scrap, new Set([place]));
      if (heir !== undefined) give(repaired, scrap, heir);
    }
  }
}
