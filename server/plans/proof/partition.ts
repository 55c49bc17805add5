import type { Knex } from 'knex';
import { coveredBy } from '../../geo/covered.ts';
import { edgesWhere, type MatchedEdges, matchEdges } from '../../geo/matched-edges.ts';
import { findTangles, type Tangle } from '../../geo/tangles.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import type { Outline } from '../cell-store.ts';
import type { LoadedCell } from '../load-cells.ts';
import { crossOutlines, type Overlap } from './cross-outlines.ts';
import { madeValid } from './overlay.ts';

/** Borders of neighbours that should be one lie closer than this. */
const sameBorderMetres = 0.01;

export type Partition = {
  matched: MatchedEdges;
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
  const outlines = await validOutlines(db, cells);
  return partitionOfMatched(db, outlines, matchEdges(outlines));
}

/** {@link partitionOf} valid outlines whose edges are matched already. */
export async function partitionOfMatched(
  db: Knex,
  outlines: readonly Outline[],
  matched: MatchedEdges,
): Promise<Partition> {
  const { open } = matched;
  const { tangles, own } = findTangles(matched, open, sameBorderMetres);
  const isNoded = tangles.length === 0 && own.length === 0;
  const clean = isNoded ? coveredBy(matched, open, (edge) => matched.net[edge] ?? 0) : undefined;
  if (clean) return { matched, tangles, ...clean, overlaps: [] };
  return { matched, tangles, ...(await crossOutlines(db, outlines, unitsOf(matched, outlines))) };
}

/** Outlines as they are, or as what makes them valid: a ring that touches itself encloses land all the same. */
async function validOutlines(db: Knex, cells: readonly LoadedCell[]): Promise<Outline[]> {
  const invalid = cells.flatMap(({ isValid }, index) => (isValid ? [] : [index]));
  const mended = await madeValid(
    db,
    invalid.map((index) => cells[index]?.outline ?? []),
  );
  const outlines: Outline[] = cells.map(({ outline }) => outline);
  invalid.forEach((index, place) => {
    outlines[index] = mended[place] ?? [];
  });
  return outlines;
}

/** A cell by itself, or several whose union is known without intersecting them; cells by their places. */
export type Unit = { outline: Outline; cells: number[] };

/** Cells all of whose edges are shared with exactly one neighbour need not be intersected with each other. */
function unitsOf(matched: MatchedEdges, outlines: readonly Outline[]): Unit[] {
  const single: boolean[] = outlines.map(() => false);
  for (const edge of edgesWhere(matched, (one) => matched.uses[one] !== 2 || matched.net[one] !== 0)) {
    for (const side of [matched.leftOf, matched.rightOf]) {
      const cell = side[edge] ?? -1;
      if (cell >= 0) single[cell] = true;
    }
  }
  if (matched.uses.some((uses) => uses > 2)) single.fill(true);
  const alone = outlines.flatMap((outline, index) => (single[index] ? [{ outline, cells: [index] }] : []));
  return [...alone, ...joined(matched, outlines, single)];
}

function joined(matched: MatchedEdges, outlines: readonly Outline[], single: readonly boolean[]): Unit[] {
  const isJoined = (cell: number | undefined) => cell !== undefined && cell >= 0 && !single[cell];
  const more = (edge: number) =>
    Number(isJoined(matched.leftOf[edge])) - Number(isJoined(matched.rightOf[edge]));
  const border = edgesWhere(matched, (edge) => more(edge) !== 0);
  const members = outlines.flatMap((_, index) => (single[index] ? [] : [index]));
  const { tangles, own } = findTangles(matched, border, 0);
  const isNoded = tangles.length === 0 && own.length === 0;
  const covered = isNoded ? coveredBy(matched, border, more) : undefined;
  if (!covered) return members.map((index) => ({ outline: outlines[index] ?? [], cells: [index] }));
  return members.length > 0 ? [{ outline: covered.union, cells: members }] : [];
}
