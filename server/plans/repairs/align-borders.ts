import Flatbush from 'flatbush';
import { type Bounds, type LonLat, positionsOf } from '../../geo/position.ts';
import { boundsOfGeometry } from '../edits/bounds-of-geometry.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Finding } from '../proof/finding.ts';
import { type Side, sidesOf } from './sides.ts';

const metresPerDegree = 111_320;
/** Twice what the proof takes as one border: of two borders that it tells, no end is farther from the other. */
const sameBorderMetres = 0.02;

/** What becomes of borders, by their stored positions: vertices that move, and those that edges get. */
type Alignment = { moves: Map<string, LonLat>; hosts: Set<string>; inserts: Map<string, LonLat[]> };

const keyOf = ([lon, lat]: LonLat) => `${lon},${lat}`;
const edgeKey = (a: LonLat, b: LonLat) => [keyOf(a), keyOf(b)].sort().join(';');

/**
 * The cells with their borders drawn together along findings of unmatched borders, and of gaps and overlaps as thin:
 * vertices of two cells closer than two centimetres become one, and an edge gets those that it passes. A third cell that
 * has them follows, so that a needle of it between the two is gone. On the grid that repairs are made on, borders more
 * than half a centimetre apart stay apart, and less is not seen. A cell that stays as it is, is the same object.
 */
export function alignBorders(cells: readonly LoadedCell[], findings: readonly Finding[]): LoadedCell[] {
  const cellOf = new Map(cells.map((cell) => [cell.id, cell]));
  const alignment: Alignment = { moves: new Map(), hosts: new Set(), inserts: new Map() };
  for (const finding of findings) {
    const named = finding.cells.flatMap((id) => cellOf.get(id) ?? []);
    const edges = edgesAlong(finding, named);
    if (edges.length === 0) continue;
    named.forEach((one, place) => {
      for (const other of named.slice(place + 1)) align(alignment, one, other, edges);
    });
  }
  const ends = [...alignment.inserts.keys()].flatMap((key) => key.split(';'));
  // Most vertices are told by their longitudes from what is named, without being spelled out.
  const lons = new Set([...alignment.moves.keys(), ...ends].map((key) => Number(key.split(',')[0])));
  return lons.size === 0 ? [...cells] : cells.map((cell) => aligned(cell, alignment, lons));
}

/** Whether a gap or an overlap is no thicker on average than what is drawn together. */
export function isThinFinding({ kind, geometry, areaSquareMetres }: Finding): boolean {
  if ((kind !== 'gap' && kind !== 'overlap') || areaSquareMetres === undefined) return false;
  const perimeter = sidesOf(geometry).reduce((sum, [a, b]) => sum + beside(b, [a, a]).asideMetres, 0);
  return 2 * areaSquareMetres <= sameBorderMetres * perimeter;
}

/** The edges of cells that are to be drawn together for a finding: those that it names, or those along a thin one. */
function edgesAlong(finding: Finding, named: readonly LoadedCell[]): Side[] {
  const { kind, geometry } = finding;
  if (kind === 'unmatched-edge') return sidesOf(geometry);
  if (!isThinFinding(finding)) return [];
  const sides = sidesOf(geometry);
  const near = nearby(sides);
  const touches = (edge: Side) =>
    edge.some((end) => near(end).length > 0) ||
    sides.some(([corner]) => beside(corner, edge).asideMetres <= sameBorderMetres);
  const reaches = reach(boundsOfGeometry(geometry));
  return named.flatMap(({ outline }) =>
    outline.flat().flatMap((ring) => {
      const positions = positionsOf(ring);
      const edges = positions.slice(1).map((b, place): Side => [positions[place] ?? b, b]);
      return edges.filter((edge) => reaches(edge) && touches(edge));
    }),
  );
}

/** Tells of an edge whether its bounds come near others. */
function reach([west, south, east, north]: Bounds): (edge: Side) => boolean {
  const high = sameBorderMetres / metresPerDegree;
  const wide = high / Math.max(0.01, Math.cos((south * Math.PI) / 180));
  return ([[ax, ay], [bx, by]]) =>
    Math.min(ax, bx) <= east + wide &&
    Math.max(ax, bx) >= west - wide &&
    Math.min(ay, by) <= north + high &&
    Math.max(ay, by) >= south - high;
}

function align(alignment: Alignment, one: LoadedCell, other: LoadedCell, edges: readonly Side[]): void {
  const near = nearby(edges);
  const verticesOf = ({ outline }: LoadedCell) => {
    const beside = outline.flat().flatMap((ring) => positionsOf(ring).filter((at) => near(at).length > 0));
    return new Map(beside.map((at) => [keyOf(at), at]));
  };
  const [ofOne, ofOther] = [verticesOf(one), verticesOf(other)];
  const mine = [...ofOne].flatMap(([key, at]) => (ofOther.has(key) ? [] : [at]));
  const theirs = [...ofOther].flatMap(([key, at]) => (ofOne.has(key) ? [] : [at]));
  joinVertices(alignment, mine, theirs);
  for (const at of [...mine, ...theirs])
    for (const edge of alignment.moves.has(keyOf(at)) ? [] : near(at))
      if (passes(edge, at)) insert(alignment, edge, at);
}

/** Moves vertices of the one to those of the other that are as good as the same, the nearest first. */
function joinVertices({ moves, hosts }: Alignment, mine: readonly LonLat[], theirs: readonly LonLat[]): void {
  const near = nearby(theirs.map((at): Side => [at, at]));
  const pairs = mine.flatMap((to) =>
    near(to).map(([from]) => ({ from, to, metres: beside(to, [from, from]).asideMetres })),
  );
  for (const { from, to } of pairs.sort((a, b) => a.metres - b.metres)) {
    if (moves.has(keyOf(from)) || moves.has(keyOf(to)) || hosts.has(keyOf(from))) continue;
    moves.set(keyOf(from), to);
    hosts.add(keyOf(to));
  }
}

function insert({ inserts }: Alignment, [a, b]: Side, at: LonLat): void {
  const known = inserts.get(edgeKey(a, b)) ?? [];
  if (!known.some((one) => keyOf(one) === keyOf(at))) inserts.set(edgeKey(a, b), [...known, at]);
}

/** Tells of a position which edges are within the tolerance of it. */
function nearby(edges: readonly Side[]): (at: LonLat) => Side[] {
  if (edges.length === 0) return () => [];
  const tree = new Flatbush(edges.length);
  for (const [[ax, ay], [bx, by]] of edges)
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  tree.finish();
  const high = sameBorderMetres / metresPerDegree;
  return (at) => {
    const [lon, lat] = at;
    const wide = high / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
    return tree.search(lon - wide, lat - high, lon + wide, lat + high).flatMap((place) => {
      const edge = edges[place];
      return edge && beside(at, edge).asideMetres <= sameBorderMetres ? [edge] : [];
    });
  };
}

/** Where along an edge, from 0 to 1, a position lies beside it, and how far from it. */
function beside([lon, lat]: LonLat, [[ax, ay], [bx, by]]: Side) {
  const shrink = Math.cos((ay * Math.PI) / 180);
  const [ex, ey] = [(bx - ax) * shrink * metresPerDegree, (by - ay) * metresPerDegree];
  const [px, py] = [(lon - ax) * shrink * metresPerDegree, (lat - ay) * metresPerDegree];
  const squared = ex * ex + ey * ey;
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * ex + py * ey) / squared));
  const asideMetres = Math.hypot(px - share * ex, py - share * ey);
  return { share, asideMetres, edgeMetres: Math.sqrt(squared) };
}

/** Whether a position lies along an edge; what is as near to one of its ends is joined with that, or left apart from it. */
function passes(edge: Side, at: LonLat): boolean {
  const { share, edgeMetres } = beside(at, edge);
  return Math.min(share, 1 - share) * edgeMetres > sameBorderMetres;
}

function aligned(cell: LoadedCell, alignment: Alignment, lons: ReadonlySet<number>): LoadedCell {
  const isNamed = (ring: Float64Array) => ring.some((value, place) => place % 2 === 0 && lons.has(value));
  const rings = cell.outline.flat();
  if (!rings.some(isNamed)) return cell;
  const own = new Set(rings.flatMap((ring) => positionsOf(ring).map(keyOf)));
  const outline = cell.outline.map((polygon) => polygon.map((ring) => alignedRing(ring, own, alignment)));
  return outline.flat().every((ring, place) => ring === rings[place]) ? cell : { ...cell, outline };
}

/** The ring itself where nothing of it is named. */
function alignedRing(
  ring: Float64Array,
  own: ReadonlySet<string>,
  { moves, inserts }: Alignment,
): Float64Array {
  const now = (at: LonLat) => moves.get(keyOf(at)) ?? at;
  const positions = positionsOf(ring);
  const drawn = positions.flatMap((at, index): LonLat[] => {
    const before = positions[index - 1];
    if (!before) return [now(at)];
    // A border may come back to itself: what is a vertex of the cell already stays where it is.
    const passed = (inserts.get(edgeKey(before, at)) ?? []).filter((one) => !own.has(keyOf(one)));
    const along = (one: LonLat) => beside(one, [before, at]).share;
    return [...passed.toSorted((one, other) => along(one) - along(other)).map(now), now(at)];
  });
  const isSame = drawn.length === positions.length && drawn.every((at, index) => at === positions[index]);
  return isSame ? ring : Float64Array.from(drawn.flat());
}
