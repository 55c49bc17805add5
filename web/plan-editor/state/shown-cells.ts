import type { CellFeature } from '../../types-plans.ts';
import { bordersOf } from '../borders/borders.ts';
import { reshapedOutlines } from '../borders/reshape.ts';
import type { EditorState } from './editor-state.ts';

/** The cells with the dragged borders that the server has not answered yet. */
export function shownCells({
  cells,
  outbox,
}: Pick<EditorState, 'cells' | 'outbox'>): ReadonlyMap<number, CellFeature> {
  let shown = cells;
  for (const { work } of outbox) {
    if (work.type !== 'edit' || work.edit.kind !== 'reshape' || 'cell' in work.edit) continue;
    const outlines = reshapedOutlines(bordersOf(shown.values()), work.edit);
    shown = new Map(
      [...shown].map(([id, cell]) => {
        const outline = outlines.get(id);
        return [
          id,
          outline ? { ...cell, geometry: { type: 'MultiPolygon' as const, coordinates: outline } } : cell,
        ];
      }),
    );
  }
  return shown;
}
