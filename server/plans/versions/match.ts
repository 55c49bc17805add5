import type { Attribute, AttributeChange } from './difference.ts';

/** A cell as one version of a plan has it, without its outline. */
export type VersionCell = { id: number; areaSquareMetres: number } & {
  code: string;
  name: string;
  ownerAreaId: number | null;
  usage: string | null;
  class: string;
  enclave: boolean;
  households: number | null;
};

type Pair = readonly [before: VersionCell, after: VersionCell];

export type Matched = { kept: Pair[]; moved: Pair[]; removed: VersionCell[]; added: VersionCell[] };

/** Which cell of one version is which of another: by identity, then by a code that one cell has on either side. */
export function matchCells(before: readonly VersionCell[], after: readonly VersionCell[]): Matched {
  const afterById = new Map(after.map((cell) => [cell.id, cell]));
  const beforeIds = new Set(before.map(({ id }) => id));
  const kept = before.flatMap((cell): Pair[] => {
    const same = afterById.get(cell.id);
    return same ? [[cell, same]] : [];
  });
  const gone = before.filter(({ id }) => !afterById.has(id));
  const come = after.filter(({ id }) => !beforeIds.has(id));
  const [goneByCode, comeByCode] = [byOwnCode(gone), byOwnCode(come)];
  const moved = [...goneByCode].flatMap(([code, cell]): Pair[] => {
    const same = comeByCode.get(code);
    return same ? [[cell, same]] : [];
  });
  const movedIds = new Set(moved.flatMap(([from, to]) => [from.id, to.id]));
  return {
    kept,
    moved,
    removed: gone.filter(({ id }) => !movedIds.has(id)),
    added: come.filter(({ id }) => !movedIds.has(id)),
  };
}

/** Cells by the codes that no two of them share. */
function byOwnCode(cells: readonly VersionCell[]): Map<string, VersionCell> {
  const found = new Map<string, VersionCell>();
  const shared = new Set<string>();
  for (const cell of cells) {
    if (found.has(cell.code)) shared.add(cell.code);
    found.set(cell.code, cell);
  }
  for (const code of shared) found.delete(code);
  return found;
}

const attributes: readonly Attribute[] = [
  'code',
  'name',
  'ownerAreaId',
  'usage',
  'class',
  'enclave',
  'households',
];

/** What is said otherwise of a cell. */
export function attributeChanges([before, after]: Pair): AttributeChange[] {
  return attributes
    .filter((attribute) => before[attribute] !== after[attribute])
    .map((attribute) => ({ attribute, from: before[attribute], to: after[attribute] }));
}
