import type { Bounds } from '../geo/position.ts';

/** Something of an owner at a place. */
export type Placed = { ownerAreaId: number | null; bounds: Bounds };

/**
 * The places of the list as a page is read: owner by owner, rows from the north to the south, in a row from the west to
 * the east. A row is as high as the median of the owner's pieces, so that neighbours of unequal size still make rows.
 */
export function readingOrder(placed: readonly Placed[]): number[] {
  const byOwner = new Map<number | null, number[]>();
  placed.forEach(({ ownerAreaId }, index) => {
    const known = byOwner.get(ownerAreaId);
    if (known) known.push(index);
    else byOwner.set(ownerAreaId, [index]);
  });
  return [...byOwner.values()].flatMap((own) => inRows(placed, own));
}

function inRows(placed: readonly Placed[], own: readonly number[]): number[] {
  const boxOf = (index: number): Bounds => placed[index]?.bounds ?? [0, 0, 0, 0];
  const north = own.reduce((most, index) => Math.max(most, boxOf(index)[3]), -90);
  const heights = own.map((index) => boxOf(index)[3] - boxOf(index)[1]).sort((a, b) => a - b);
  const height = heights[heights.length >> 1] || 1;
  const rows = own.map((index) => {
    const [west, , east, top] = boxOf(index);
    const middle = (boxOf(index)[1] + top) / 2;
    return { index, row: Math.floor((north - middle) / height), east: west + east };
  });
  return rows.sort((a, b) => a.row - b.row || a.east - b.east || a.index - b.index).map(({ index }) => index);
}
