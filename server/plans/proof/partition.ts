import type { Knex } from 'knex';
import { type Covered, coveredBy } from '../../geo/covered.ts';
import { type MatchedEdges, matchEdges } from '../../geo/matched-edges.ts';
import { type Tangle, tanglesOf } from '../../geo/tangles.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import type { LoadedCell } from '../load-cells.ts';
import { crossOutlines, type Overlap } from './cross-outlines.ts';

/** Borders of neighbours that should be one lie closer than this. */
const sameBorderMetres = 0.01;

export type Partition = {
  matched: MatchedEdges;
  /** Edges that more cells lie on one side of than on the other. */
  open: number[];
  tangles: Tangle[];
  /** What the cells cover together. */
  union: FlatPolygon[];
  /** Land enclosed by cells and covered by none. */
  holes: FlatPolygon[];
  overlaps: Overlap[];
};

/**
 * How the cells lie together. Neighbours that share their edges cancel out, so that of a clean plan only its outer
 * border is left, and what that encloses is covered exactly once: no geometry is intersected. Wherever edges cross or
 * touch otherwise, PostGIS is asked, about the cells with open edges and the rest in one piece.
 */
export async function partitionOf(db: Knex, cells: readonly LoadedCell[]): Promise<Partition> {
  const matched = matchEdges(cells.map(({ outline }) => outline));
  const open = matched.net.flatMap((net, edge) => (net === 0 ? [] : [edge]));
  const tangles = tanglesOf(matched, open, sameBorderMetres);
  const isNoded = tangles.length === 0 && tanglesOf(matched, open, 0).length === 0;
  const isClean = isNoded && cells.every(({ isValid }) => isValid);
  const clean = isClean ? coveredBy(matched, open, (edge) => matched.net[edge] ?? 0) : undefined;
  if (clean) return { matched, open, tangles, ...clean, overlaps: [] };
  const units = unitsOf(matched, cells);
  return { matched, open, tangles, ...(await crossOutlines(db, cells, units)) };
}

/** A cell by itself, or several whose union is known without intersecting them. */
export type Unit = { outline: FlatPolygon[]; cells: number[] };

/** Cells all of whose edges are shared with exactly one neighbour need not be intersected with each other. */
function unitsOf(matched: MatchedEdges, cells: readonly LoadedCell[]): Unit[] {
  const single = cells.map(({ isValid }) => !isValid);
  matched.uses.forEach((uses, edge) => {
    if (uses === 2 && matched.net[edge] === 0) return;
    for (const side of [matched.leftOf, matched.rightOf]) single[side[edge] ?? -1] = true;
  });
  if (matched.uses.some((uses) => uses > 2)) single.fill(true);
  const alone = cells.flatMap(({ outline }, index) => (single[index] ? [{ outline, cells: [index] }] : []));
  return [...alone, ...joined(matched, cells, single)];
}

function joined(matched: MatchedEdges, cells: readonly LoadedCell[], single: readonly boolean[]): Unit[] {
  const isJoined = (cell: number | undefined) => cell !== undefined && cell >= 0 && !single[cell];
  const more = (edge: number) =>
    Number(isJoined(matched.leftOf[edge])) - Number(isJoined(matched.rightOf[edge]));
  const border = matched.net.flatMap((_, edge) => (more(edge) === 0 ? [] : [edge]));
  const covered: Covered | undefined =
    tanglesOf(matched, border, 0).length === 0 ? coveredBy(matched, border, more) : undefined;
  const members = cells.flatMap((_, index) => (single[index] ? [] : [index]));
  if (!covered) return members.map((index) => ({ outline: cells[index]?.outline ?? [], cells: [index] }));
  return members.length > 0 ? [{ outline: covered.union, cells: members }] : [];
}
