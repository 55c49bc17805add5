import Flatbush from 'flatbush';
import type { LabelledLine } from '../../geo/noding.ts';
import { PointTable } from '../../geo/point-table.ts';
import type { LonLat } from '../../geo/position.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { drawToVertices } from './draw.ts';
import { areDisjoint, type NodedRing, openEnds, ownersOf } from './open-edges.ts';

const metresPerDegree = 111_320;

export type Snapped = {
  /** The grid on which borders are compared: 0.1 to 10 mm. */
  unitsPerDegree: number;
  /** The rings in these units, labelled with the place of their outline. */
  lines: LabelledLine[];
  /** The nodes of each outline's own vertices. */
  vertices: ReadonlySet<number>[];
  /** Vertices of each outline that lie elsewhere now. */
  moved: { vertices: number; farthestMetres: number; place: LonLat }[];
  /** Where the vertices lie that a node stands for, in all digits; of several the first. */
  exact: Map<number, LonLat>;
  nodes: PointTable;
};

/**
 * The rings of all outlines on one grid, with vertices of different outlines closer than the tolerance made one.
 * Borders that match already are left alone, whatever the distance of their vertices.
 */
export function snapVertices(
  outlines: readonly (readonly FlatPolygon[])[],
  toleranceMetres: number,
): Snapped {
  const unitsPerDegree = gridFor(outlines);
  const nodes = new PointTable();
  const exact = new Map<number, LonLat>();
  const rings = outlines.flatMap((polygons, outline) =>
    polygons.flat().map((ring) => ({ outline, ring, ids: nodesOf(nodes, exact, ring, unitsPerDegree) })),
  );
  const standsFor = clusters(nodes, rings, toleranceMetres / metresPerDegree, unitsPerDegree);
  const moved: Snapped['moved'] = outlines.map(() => ({ vertices: 0, farthestMetres: 0, place: [0, 0] }));
  for (const { outline, ring, ids } of rings) {
    const own = moved[outline];
    for (let i = 1; own && i < ids.length; i++)
      noteMove(own, ring, i, exact.get(standsFor[ids[i] ?? 0] ?? 0));
  }
  const snapped = rings.map(({ outline, ids }) => ({ outline, ids: ids.map((id) => standsFor[id] ?? id) }));
  const vertices = outlines.map(() => new Set<number>());
  for (const { outline, ids } of snapped) for (const id of ids) vertices[outline]?.add(id);
  const matched = drawToVertices(nodes, snapped, toleranceMetres / metresPerDegree, unitsPerDegree);
  const lines = matched.map(({ outline, ids }) => ({
    label: outline,
    points: ids.flatMap((id) => [nodes.xs[id] ?? 0, nodes.ys[id] ?? 0]),
  }));
  return { unitsPerDegree, lines, vertices, moved, exact, nodes };
}

/** Whether lines cross is told exactly where products of two edges' lengths, in units, are whole numbers of a double. */
const longestEdgeUnits = 4.5e7;
const finestUnitsPerDegree = 1e9;
const coarsestUnitsPerDegree = 1e7;

function gridFor(outlines: readonly (readonly FlatPolygon[])[]): number {
  let longest = 0;
  for (const ring of outlines.flat(2))
    for (let i = 2; i < ring.length; i++)
      longest = Math.max(longest, Math.abs((ring[i] ?? 0) - (ring[i - 2] ?? 0)));
  let unitsPerDegree = finestUnitsPerDegree;
  while (unitsPerDegree > coarsestUnitsPerDegree && longest * unitsPerDegree > longestEdgeUnits)
    unitsPerDegree /= 10;
  return unitsPerDegree;
}

function nodesOf(
  nodes: PointTable,
  exact: Map<number, LonLat>,
  ring: Float64Array,
  unitsPerDegree: number,
): number[] {
  const ids: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const [lon, lat] = [ring[i] ?? 0, ring[i + 1] ?? 0];
    const id = nodes.id(Math.round(lon * unitsPerDegree), Math.round(lat * unitsPerDegree));
    if (!exact.has(id)) exact.set(id, [lon, lat]);
    ids.push(id);
  }
  return ids;
}

function noteMove(
  own: Snapped['moved'][number],
  ring: Float64Array,
  index: number,
  to: LonLat | undefined,
): void {
  const [lon, lat] = [ring[index * 2] ?? 0, ring[index * 2 + 1] ?? 0];
  if (!to || (to[0] === lon && to[1] === lat)) return;
  own.vertices++;
  const east = (to[0] - lon) * Math.cos((lat * Math.PI) / 180);
  const far = Math.hypot(east, to[1] - lat) * metresPerDegree;
  if (far <= own.farthestMetres) return;
  own.farthestMetres = far;
  own.place = to;
}

/**
 * For every node the one that it becomes: itself, or a near one that belongs to other outlines. A node that others were
 * moved to stays where it is, so that nothing is moved farther than the tolerance.
 */
function clusters(
  nodes: PointTable,
  rings: readonly NodedRing[],
  toleranceDegrees: number,
  unitsPerDegree: number,
): Int32Array {
  const standsFor = Int32Array.from({ length: nodes.size }, (_, id) => id);
  if (toleranceDegrees <= 0) return standsFor;
  const owners = ownersOf(nodes.size, rings);
  const isHost = new Uint8Array(nodes.size);
  const isMoved = (id: number) => standsFor[id] !== id;
  // Hosts stay; else the node of more outlines does, else the one that came first.
  const rank = (id: number) => ((isHost[id] ?? 0) * 1e6 + (owners[id]?.size ?? 0)) * nodes.size - id;
  const open = openEnds(rings);
  for (const { a, b } of nearPairs(nodes, open, owners, toleranceDegrees * unitsPerDegree, unitsPerDegree)) {
    const [kept, given] = rank(a) > rank(b) ? [a, b] : [b, a];
    if (isMoved(a) || isMoved(b) || isHost[given] || !areDisjoint(owners[kept], owners[given])) continue;
    standsFor[given] = kept;
    isHost[kept] = 1;
    for (const outline of owners[given] ?? []) owners[kept]?.add(outline);
  }
  return standsFor;
}

type Pair = { a: number; b: number; units: number };

/** Open nodes of different outlines within the tolerance, nearest first. */
function nearPairs(
  { xs, ys }: PointTable,
  open: readonly number[],
  owners: readonly Set<number>[],
  high: number,
  unitsPerDegree: number,
): Pair[] {
  if (open.length === 0) return [];
  const tree = new Flatbush(open.length);
  for (const id of open) tree.add(xs[id] ?? 0, ys[id] ?? 0);
  tree.finish();
  const pairs: Pair[] = [];
  for (const a of open) {
    const [x, y] = [xs[a] ?? 0, ys[a] ?? 0];
    const shrink = Math.max(0.01, Math.cos(((y / unitsPerDegree) * Math.PI) / 180));
    tree.search(x - high / shrink, y - high, x + high / shrink, y + high, (place) => {
      const b = open[place] ?? 0;
      if (b <= a || !areDisjoint(owners[a], owners[b])) return false;
      const units = Math.hypot(((xs[b] ?? 0) - x) * shrink, (ys[b] ?? 0) - y);
      if (units <= high) pairs.push({ a, b, units });
      return false;
    });
  }
  return pairs.sort((one, other) => one.units - other.units || one.a - other.a || one.b - other.b);
}
