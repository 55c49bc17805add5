import type { LonLat } from '../../geo/position.ts';

export const changeKinds = ['snapped', 'filled', 'trimmed', 'matched', 'made-valid'] as const;

/**
 * One thing that cleaning changed. `outlines` are places in the list that was sent: the one that gained or was changed
 * first, those that lost behind it.
 */
export type Change = {
  kind: (typeof changeKinds)[number];
  outlines: number[];
  areaSquareMetres: number;
  /** Where it is. */
  place: LonLat;
  english: string;
  chinese: string;
};

export type Place = { areaSquareMetres: number; place: LonLat };

const metres = (value: number) => (value < 1 ? value.toPrecision(1) : value.toFixed(1));

export function snappedChange(
  outline: number,
  vertices: number,
  farthestMetres: number,
  place: LonLat,
): Change {
  const far = metres(farthestMetres);
  return {
    kind: 'snapped',
    outlines: [outline],
    areaSquareMetres: 0,
    place,
    english: `${vertices} vertices were moved onto those of a neighbour, by ${far} m at most.`,
    chinese: `${vertices} 个顶点移至相邻网格的顶点，最多移动 ${far} 米。`,
  };
}

export function filledChange(taker: number, at: Place): Change {
  return {
    kind: 'filled',
    outlines: [taker],
    ...at,
    english: 'Land that belonged to no cell was given to the neighbour with the longest common border.',
    chinese: '无归属的空隙划归公共边界最长的相邻网格。',
  };
}

export function trimmedChange(taker: number, losers: readonly number[], at: Place): Change {
  return {
    kind: 'trimmed',
    outlines: [taker, ...losers],
    ...at,
    english: 'Land claimed more than once was left to the first of these and taken from the others.',
    chinese: '重叠的土地留给其中第一个网格，从其余网格中去除。',
  };
}

/** `taker` is undefined where nobody borders the piece: it is left out. */
export function cutOffChange(taker: number | undefined, loser: number, at: Place): Change {
  return {
    kind: 'trimmed',
    outlines: taker === undefined ? [loser] : [taker, loser],
    ...at,
    english:
      taker === undefined
        ? 'A sliver that hung on the cell by a point was left out.'
        : 'A piece that was cut off from its cell was given to the neighbour with the longest common border.',
    chinese:
      taker === undefined ? '仅以一点相连的碎片已去除。' : '与所属网格断开的碎块划归公共边界最长的相邻网格。',
  };
}

export function matchedChange(outline: number, vertices: number, place: LonLat): Change {
  return {
    kind: 'matched',
    outlines: [outline],
    areaSquareMetres: 0,
    place,
    english: `${vertices} vertices of neighbours were added to the border, so that both have the same.`,
    chinese: `边界上补入相邻网格的 ${vertices} 个顶点，使两侧一致。`,
  };
}

export function madeValidChange(outline: number, place: LonLat): Change {
  return {
    kind: 'made-valid',
    outlines: [outline],
    areaSquareMetres: 0,
    place,
    english: 'The outline crossed, touched or repeated itself and was rebuilt.',
    chinese: '边界自相交、自相接或有重复，已重建。',
  };
}
