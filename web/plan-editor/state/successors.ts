import type { CellFeature, Edit } from '../../types-plans.ts';

type Cells = ReadonlyMap<number, CellFeature>;

/** The cells after a change: those removed are gone, those changed have come or are as they are now. */
export function withChange(cells: Cells, removed: readonly number[], changed: readonly CellFeature[]): Cells {
  const next = new Map(cells);
  for (const id of removed) next.delete(id);
  for (const cell of changed) next.set(cell.id, cell);
  return next;
}

/** What a removed cell goes on as: the changed one with its code. A cell is its outline; the code is what people know. */
export function successorsOf(
  before: Cells,
  removed: readonly number[],
  changed: readonly CellFeature[],
): Map<number, number> {
  const byCode = new Map(changed.map(({ id, properties }) => [properties.code, id]));
  const found = new Map<number, number>();
  for (const id of removed) {
    const successor = byCode.get(before.get(id)?.properties.code ?? '');
    if (successor !== undefined && successor !== id) found.set(id, successor);
  }
  return found;
}

/** The cell that an id stands for now, through any number of changes. */
export function currentId(renamed: ReadonlyMap<number, number>, id: number): number {
  let current = id;
  // An undone change leads back: going round once is enough.
  for (const _ of renamed) {
    const next = renamed.get(current);
    if (next === undefined || next === id) return current;
    current = next;
  }
  return current;
}

/** Adds what became of cells; one that has come back is itself again. */
export function withRenamed(
  renamed: ReadonlyMap<number, number>,
  found: ReadonlyMap<number, number>,
  changed: readonly CellFeature[],
): Map<number, number> {
  const next = new Map([...renamed, ...found]);
  for (const { id } of changed) next.delete(id);
  return next;
}

/** An edit that was made on cells which have changed since, as it has to be said now. */
export function currentEdit(renamed: ReadonlyMap<number, number>, edit: Edit): Edit {
  const now = (id: number) => currentId(renamed, id);
  switch (edit.kind) {
    case 'merge':
      return {
        ...edit,
        cells: edit.cells.map(now),
        ...(edit.keep !== undefined && { keep: now(edit.keep) }),
      };
    case 'delete':
      return {
        ...edit,
        cells: edit.cells.map(now),
        ...(typeof edit.heir === 'number' && { heir: now(edit.heir) }),
      };
    case 'split':
    case 'set':
      return { ...edit, cells: edit.cells.map(now) };
    case 'reshape':
      return 'cell' in edit ? { ...edit, cell: now(edit.cell) } : edit;
    default:
      return edit;
  }
}
