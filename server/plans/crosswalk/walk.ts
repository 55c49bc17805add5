import type { SharedLand } from '../../geo/overlay.ts';
import { overlayInParts } from '../../geo/overlay-parts.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { toleranceMetres } from '../proof/tolerance.ts';
import { classify } from './classify.ts';
import type { MismatchKind, Pair, PairClass } from './crosswalk.ts';

export type WalkedCell = { id: number; code: string; name: string; outline: readonly FlatPolygon[] };

export type Mismatch = {
  kind: MismatchKind;
  one: WalkedCell | undefined;
  other: WalkedCell | undefined;
  areaSquareMetres: number;
  polygons: FlatPolygon[];
};

export type Walked = { pairs: Pair[]; mismatches: Mismatch[] };

/** Land of one layer that is thinner than this is the noise of two drawings of one border, not land to be told. */
const leastWidthMetres = 1;

/**
 * Lays two layers of cells over each other: every pair that shares land with its share of each, and what does not fit.
 * Pairs that share less than `leastShare` of the smaller cell are slivers and do not decide how cells correspond.
 */
export async function walk(
  ones: readonly WalkedCell[],
  others: readonly WalkedCell[],
  leastShare: number,
): Promise<Walked> {
  const outline = (cell: WalkedCell) => cell.outline;
  const lands = await overlayInParts(ones.map(outline), others.map(outline), toleranceMetres);
  const areaOfOne = new Float64Array(ones.length);
  const areaOfOther = new Float64Array(others.length);
  for (const { one, other, squareMetres } of lands) {
    if (one >= 0) areaOfOne[one] = (areaOfOne[one] ?? 0) + squareMetres;
    if (other >= 0) areaOfOther[other] = (areaOfOther[other] ?? 0) + squareMetres;
  }
  const shared = lands
    .filter(({ one, other }) => one >= 0 && other >= 0)
    .map((land) => ({
      ...land,
      share: Math.min(1, land.squareMetres / (areaOfOne[land.one] || 1)),
      otherShare: Math.min(1, land.squareMetres / (areaOfOther[land.other] || 1)),
    }));
  const isSliver = ({ share, otherShare }: Shared) => Math.max(share, otherShare) < leastShare;
  const classed = [
    ...classify(shared.filter((land) => !isSliver(land))),
    ...shared.filter(isSliver).map((land) => ({ ...land, class: null })),
  ].sort((a, b) => a.one - b.one || a.other - b.other);
  const unfit = [
    ...classed.map((land) => ({ land, kind: kindOfPair(land.class) })),
    ...lands.map((land) => ({ land, kind: kindOfLone(land) })),
  ];
  return {
    pairs: classed.flatMap((land) => pairOf(ones[land.one], others[land.other], land)),
    mismatches: unfit.flatMap(({ kind, land }): Mismatch[] => {
      if (!kind) return [];
      const place = { areaSquareMetres: land.squareMetres, polygons: land.polygons() };
      const isLone = kind === 'only-plan' || kind === 'only-other';
      if (isLone && meanWidthMetres(place) < leastWidthMetres) return [];
      return [{ kind, one: ones[land.one], other: others[land.other], ...place }];
    }),
  };
}

function kindOfPair(pairClass: PairClass | null): MismatchKind | undefined {
  if (pairClass === null) return 'sliver';
  return pairClass === 'crossing' ? 'crossing' : undefined;
}

function kindOfLone({ one, other }: SharedLand): MismatchKind | undefined {
  if (one >= 0 && other >= 0) return undefined;
  return one >= 0 ? 'only-plan' : 'only-other';
}

type Shared = SharedLand & { share: number; otherShare: number };

function pairOf(
  cell: WalkedCell | undefined,
  other: WalkedCell | undefined,
  { squareMetres, share, otherShare, class: pairClass }: Shared & Pick<Pair, 'class'>,
): Pair[] {
  if (!cell || !other) return [];
  return [
    {
      cell: cell.id,
      code: cell.code,
      name: cell.name,
      otherCell: other.id,
      otherCode: other.code,
      otherName: other.name,
      areaSquareMetres: squareMetres,
      share,
      otherShare,
      class: pairClass,
    },
  ];
}

const metresPerDegree = 111_320;

function meanWidthMetres({
  areaSquareMetres,
  polygons,
}: Pick<Mismatch, 'areaSquareMetres' | 'polygons'>): number {
  let perimeter = 0;
  for (const ring of polygons.flat()) {
    const shrink = Math.cos(((ring[1] ?? 0) * Math.PI) / 180);
    for (let i = 2; i < ring.length; i += 2) {
      const east = ((ring[i] ?? 0) - (ring[i - 2] ?? 0)) * shrink;
      perimeter += Math.hypot(east, (ring[i + 1] ?? 0) - (ring[i - 1] ?? 0)) * metresPerDegree;
    }
  }
  return (2 * areaSquareMetres) / (perimeter || 1);
}
