import { setImmediate as turn } from 'node:timers/promises';
import { hausdorffMetres } from '../../geo/hausdorff.ts';
import type { SharedLand } from '../../geo/overlay.ts';
import { overlayInParts } from '../../geo/overlay-parts.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { toleranceMetres } from '../proof/tolerance.ts';
import type { ChangedCell, ChangeKind, Relative } from './difference.ts';
import { attributeChanges, type Places, sameCodes, type VersionCell, type Versions } from './match.ts';

/** The outline of a cell of one side. */
export type OutlineOf = (cell: VersionCell) => readonly FlatPolygon[];

/** After so many distances whoever else waits has a turn. */
const movedAtOnce = 100;
const kindOrder: readonly ChangeKind[] = ['removed', 'added', 'moved', 'attributes'];

/**
 * What became of each cell that is not the same in both versions. Only outlines that changed are laid over each other:
 * all others lie in both where they lay. An overlap is lineage from `leastShare` of the smaller of the two cells on.
 */
export async function compareVersions(
  { altered, gone, come }: Versions,
  outlineBefore: OutlineOf,
  outlineAfter: OutlineOf,
  leastShare: number,
): Promise<ChangedCell[]> {
  const lands = await overlayInParts(gone.map(outlineBefore), come.map(outlineAfter), toleranceMetres);
  const family = familyOf(lands, gone, come, leastShare);
  const moved = sameCodes(gone, come, family.common);
  const [left, right] = [new Set(moved.map((one) => one.gone)), new Set(moved.map((one) => one.come))];
  const movedRows: ChangedCell[] = [];
  for (const places of moved) {
    const [was, is] = [gone[places.gone], come[places.come]];
    if (!was || !is) continue;
    movedRows.push({
      ...plain(is),
      kind: 'moved',
      formerCell: was.id,
      changes: attributeChanges([was, is]),
      movedMetres: hausdorffMetres(outlineBefore(was), outlineAfter(is)),
      ...family.exchanged(places),
      splitFrom: family.from(places.come).filter(({ cell }) => cell !== was.id),
      mergedInto: family.into(places.gone).filter(({ cell }) => cell !== is.id),
    });
    if (movedRows.length % movedAtOnce === 0) await turn();
  }
  const rows: ChangedCell[] = [
    ...gone.flatMap((cell, place) => {
      if (left.has(place)) return [];
      const kind = 'removed' as const;
      return [{ ...plain(cell), kind, formerCell: cell.id, mergedInto: family.into(place) }];
    }),
    ...come.flatMap((cell, place) =>
      right.has(place) ? [] : [{ ...plain(cell), kind: 'added' as const, splitFrom: family.from(place) }],
    ),
    ...movedRows,
    ...altered.flatMap((pair) => {
      const changes = attributeChanges(pair);
      const kind = 'attributes' as const;
      return changes.length > 0 ? [{ ...plain(pair[1]), kind, formerCell: pair[0].id, changes }] : [];
    }),
  ];
  const order = (row: ChangedCell) => kindOrder.indexOf(row.kind);
  return rows.sort((a, b) => order(a) - order(b) || compareTexts(a.code, b.code) || a.cell - b.cell);
}

function plain({ id, code, name, areaSquareMetres }: VersionCell) {
  return {
    cell: id,
    formerCell: null,
    code,
    name,
    areaSquareMetres,
    changes: [],
    splitFrom: [],
    mergedInto: [],
  };
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Who took land from whom, by the places of cells in the two lists. */
function familyOf(
  lands: readonly SharedLand[],
  before: readonly VersionCell[],
  after: readonly VersionCell[],
  leastShare: number,
) {
  const [areaBefore, areaAfter] = [new Float64Array(before.length), new Float64Array(after.length)];
  for (const { one, other, squareMetres } of lands) {
    if (one >= 0) areaBefore[one] = (areaBefore[one] ?? 0) + squareMetres;
    if (other >= 0) areaAfter[other] = (areaAfter[other] ?? 0) + squareMetres;
  }
  const common = new Map<string, number>();
  const intos: Relative[][] = before.map(() => []);
  const froms: Relative[][] = after.map(() => []);
  for (const { one, other, squareMetres } of lands) {
    const [parent, child] = [before[one], after[other]];
    if (!parent || !child) continue;
    common.set(`${one} ${other}`, squareMetres);
    const ofParent = Math.min(1, squareMetres / (areaBefore[one] ?? squareMetres));
    const ofChild = Math.min(1, squareMetres / (areaAfter[other] ?? squareMetres));
    if (Math.max(ofParent, ofChild) < leastShare) continue;
    intos[one]?.push({ ...named(child), share: ofParent, shareOfOther: ofChild });
    froms[other]?.push({ ...named(parent), share: ofChild, shareOfOther: ofParent });
  }
  return {
    into: (index: number) => largestFirst(intos[index] ?? []),
    from: (index: number) => largestFirst(froms[index] ?? []),
    common: ({ gone, come }: Places) => common.get(`${gone} ${come}`) ?? 0,
    exchanged: ({ gone, come }: Places) => {
      const stayed = common.get(`${gone} ${come}`) ?? 0;
      return {
        gainedSquareMetres: Math.max(0, (areaAfter[come] ?? 0) - stayed),
        lostSquareMetres: Math.max(0, (areaBefore[gone] ?? 0) - stayed),
      };
    },
  };
}

const named = ({ id, code, name }: VersionCell) => ({ cell: id, code, name });

const largestFirst = (relatives: Relative[]) =>
  relatives.sort((a, b) => b.share - a.share || a.cell - b.cell);
