import { setImmediate as turn } from 'node:timers/promises';
import Flatbush from 'flatbush';
import { unionFinder } from './exact-unions.ts';
import { overlayOf, type SharedLand } from './overlay.ts';
import { equalAreaEast, equalAreaNorth } from './square-metres.ts';
import type { FlatPolygon } from './wkb.ts';

/** So many outlines are noded at once: more of them fill the caches, fewer are met by too many of others twice. */
const outlinesAtOnce = 300;
/** Land of an outline that is told as its own lies open by more than this share of it and this size. */
const leastOpenShare = 1e-6;
const leastOpenSquareMetres = 0.1;

type Outlines = readonly (readonly FlatPolygon[])[];

/**
 * {@link overlayOf} for layers of any size. What is exactly a union of outlines of the other is told from shared edges;
 * the rest of neighbouring outlines are laid over those of the other that they meet, some hundred at a time, and between
 * the parts whoever else waits has a turn.
 */
export async function overlayInParts(
  one: Outlines,
  other: Outlines,
  toleranceMetres: number,
): Promise<SharedLand[]> {
  const otherSquareMetres = other.map(outlineSquareMetres);
  const { lands, rest } = await exactUnions(one, other, otherSquareMetres);
  const heldSquareMetres = new Float64Array(other.length);
  for (const { other: held, squareMetres } of lands)
    heldSquareMetres[held] = (heldSquareMetres[held] ?? 0) + squareMetres;
  const restOutlines = rest.map((index) => one[index] ?? []);
  for (const part of partsOf(restOutlines, other)) {
    for (const found of overlaid(part, toleranceMetres)) {
      if (found.one < 0) continue;
      const land = { ...found, one: rest[found.one] ?? 0 };
      lands.push(land);
      if (land.other >= 0)
        heldSquareMetres[land.other] = (heldSquareMetres[land.other] ?? 0) + land.squareMetres;
    }
    await turn();
  }
  const open = other.flatMap((_, index) =>
    isSame(otherSquareMetres[index] ?? 0, heldSquareMetres[index] ?? 0) ? [] : [index],
  );
  const openOutlines = open.map((index) => other[index] ?? []);
  for (const part of partsOf(openOutlines, one)) {
    for (const land of overlaid(part, toleranceMetres))
      if (land.other < 0 && land.one >= 0) lands.push({ ...land, one: -1, other: open[land.one] ?? 0 });
    await turn();
  }
  return lands.sort((a, b) => a.one - b.one || a.other - b.other);
}

function isSame(squareMetres: number, held: number): boolean {
  return Math.abs(squareMetres - held) <= Math.max(leastOpenSquareMetres, squareMetres * leastOpenShare);
}

const unionsAtOnce = 1_000;

/** The land of those that are unions of others vertex for vertex, and the places of the rest. */
async function exactUnions(one: Outlines, other: Outlines, otherSquareMetres: readonly number[]) {
  const lands: SharedLand[] = [];
  const rest: number[] = [];
  const find = unionFinder(other);
  for (const [index, outline] of one.entries()) {
    const members = find(outline) ?? [];
    const sum = members.reduce((total, member) => total + (otherSquareMetres[member] ?? 0), 0);
    if (members.length === 0 || !isSame(outlineSquareMetres(outline), sum)) rest.push(index);
    else
      for (const member of members)
        lands.push({
          one: index,
          other: member,
          squareMetres: otherSquareMetres[member] ?? 0,
          polygons: () => [...(other[member] ?? [])],
        });
    if (index % unionsAtOnce === 0) await turn();
  }
  return { lands, rest };
}

/** Outlines of both layers with their places in them. */
type Part = { ones: number[]; others: number[]; one: Outlines; other: Outlines };

function partsOf(one: Outlines, other: Outlines): Part[] {
  if (one.length === 0) return [];
  const tree = treeOf(other);
  const boxes = one.map(boundsOf);
  return inNeighbourhoods(boxes).map((ones): Part => {
    const met = new Set<number>();
    for (const index of ones)
      for (const found of tree?.search(...(boxes[index] ?? nowhere)) ?? []) met.add(found);
    const others = [...met].sort((a, b) => a - b);
    return {
      ones,
      others,
      one: ones.map((index) => one[index] ?? []),
      other: others.map((index) => other[index] ?? []),
    };
  });
}

function overlaid({ ones, others, one, other }: Part, toleranceMetres: number): SharedLand[] {
  const placeOf = (places: readonly number[], index: number) => (index < 0 ? -1 : (places[index] ?? -1));
  return overlayOf(one, other, toleranceMetres).map((land) => ({
    ...land,
    one: placeOf(ones, land.one),
    other: placeOf(others, land.other),
  }));
}

/** Groups of outlines that lie together: columns from the west to the east, each cut from the south to the north. */
function inNeighbourhoods(boxes: readonly Box[]): number[][] {
  const columns = Math.max(1, Math.round(Math.sqrt(boxes.length / outlinesAtOnce)));
  const lonOf = (index: number) => (boxes[index]?.[0] ?? 0) + (boxes[index]?.[2] ?? 0);
  const latOf = (index: number) => (boxes[index]?.[1] ?? 0) + (boxes[index]?.[3] ?? 0);
  const byLon = boxes.map((_, index) => index).sort((a, b) => lonOf(a) - lonOf(b));
  return inGroups(byLon, Math.ceil(boxes.length / columns)).flatMap((column) =>
    inGroups(
      column.sort((a, b) => latOf(a) - latOf(b)),
      outlinesAtOnce,
    ),
  );
}

function inGroups<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, group) =>
    list.slice(group * size, (group + 1) * size),
  );
}

type Box = [west: number, south: number, east: number, north: number];
const nowhere: Box = [0, 0, 0, 0];

function treeOf(outlines: Outlines): Flatbush | undefined {
  if (outlines.length === 0) return undefined;
  const tree = new Flatbush(outlines.length);
  for (const outline of outlines) tree.add(...boundsOf(outline));
  tree.finish();
  return tree;
}

function boundsOf(outline: readonly FlatPolygon[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of outline.flat()) {
    for (let i = 0; i < ring.length; i += 2) {
      const [lon, lat] = [ring[i] ?? 0, ring[i + 1] ?? 0];
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
  }
  return box;
}

/** The ground of an outline; rings may run either way round. */
function outlineSquareMetres(outline: readonly FlatPolygon[]): number {
  const ringArea = (ring: Float64Array) => {
    const [lon, base] = [ring[0] ?? 0, equalAreaNorth(ring[1] ?? 0)];
    let doubled = 0;
    let [ax, ay] = [0, 0];
    for (let i = 2; i < ring.length; i += 2) {
      const bx = equalAreaEast((ring[i] ?? 0) - lon);
      const by = equalAreaNorth(ring[i + 1] ?? 0) - base;
      doubled += ax * by - bx * ay;
      [ax, ay] = [bx, by];
    }
    return Math.abs(doubled) / 2;
  };
  return outline.reduce(
    (sum, [shell, ...holes]) =>
      sum + (shell ? ringArea(shell) : 0) - holes.reduce((inner, hole) => inner + ringArea(hole), 0),
    0,
  );
}
