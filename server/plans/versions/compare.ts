import { hausdorffMetres } from '../../geo/hausdorff.ts';
import { overlayOf, type SharedLand } from '../../geo/overlay.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { toleranceMetres } from '../proof/tolerance.ts';
import type { ChangedCell, ChangeKind, Relative } from './difference.ts';
import { attributeChanges, type Matched, type VersionCell } from './match.ts';

/** The outline of a cell of one side. */
export type OutlineOf = (cell: VersionCell) => readonly FlatPolygon[];

const kindOrder: readonly ChangeKind[] = ['removed', 'added', 'moved', 'attributes'];

/**
 * What became of each cell that is not the same in both versions. Only outlines that changed are laid over each other:
 * all others lie in both where they lay. An overlap is lineage from `leastShare` of the smaller of the two cells on.
 */
export function compareVersions(
  { kept, moved, removed, added }: Matched,
  outlineBefore: OutlineOf,
  outlineAfter: OutlineOf,
  leastShare: number,
): ChangedCell[] {
  const before = [...moved.map(([cell]) => cell), ...removed];
  const after = [...moved.map(([, cell]) => cell), ...added];
  const lands = overlayOf(before.map(outlineBefore), after.map(outlineAfter), toleranceMetres);
  const family = familyOf(lands, before, after, leastShare);
  const rows: ChangedCell[] = [
    ...removed.map((cell, index) => ({
      ...plain(cell),
      kind: 'removed' as const,
      formerCell: cell.id,
      mergedInto: family.into(moved.length + index),
    })),
    ...added.map((cell, index) => ({
      ...plain(cell),
      kind: 'added' as const,
      splitFrom: family.from(moved.length + index),
    })),
    ...moved.map((pair, index) => ({
      ...plain(pair[1]),
      kind: 'moved' as const,
      formerCell: pair[0].id,
      changes: attributeChanges(pair),
      movedMetres: hausdorffMetres(outlineBefore(pair[0]), outlineAfter(pair[1])),
      ...family.exchanged(index),
      splitFrom: family.from(index).filter(({ cell }) => cell !== pair[0].id),
      mergedInto: family.into(index).filter(({ cell }) => cell !== pair[1].id),
    })),
    ...kept.flatMap((pair) => {
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
  const common = new Float64Array(Math.min(before.length, after.length));
  const intos: Relative[][] = before.map(() => []);
  const froms: Relative[][] = after.map(() => []);
  for (const { one, other, squareMetres } of lands) {
    const [parent, child] = [before[one], after[other]];
    if (!parent || !child) continue;
    if (one === other) common[one] = squareMetres;
    const ofParent = Math.min(1, squareMetres / (areaBefore[one] ?? squareMetres));
    const ofChild = Math.min(1, squareMetres / (areaAfter[other] ?? squareMetres));
    if (Math.max(ofParent, ofChild) < leastShare) continue;
    intos[one]?.push({ ...named(child), share: ofParent, shareOfOther: ofChild });
    froms[other]?.push({ ...named(parent), share: ofChild, shareOfOther: ofParent });
  }
  return {
    into: (index: number) => largestFirst(intos[index] ?? []),
    from: (index: number) => largestFirst(froms[index] ?? []),
    /** Of a pair that has the same place in both lists. */
    exchanged: (index: number) => ({
      gainedSquareMetres: Math.max(0, (areaAfter[index] ?? 0) - (common[index] ?? 0)),
      lostSquareMetres: Math.max(0, (areaBefore[index] ?? 0) - (common[index] ?? 0)),
    }),
  };
}

const named = ({ id, code, name }: VersionCell) => ({ cell: id, code, name });

const largestFirst = (relatives: Relative[]) =>
  relatives.sort((a, b) => b.share - a.share || a.cell - b.cell);
