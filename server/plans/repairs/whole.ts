import { ringArea } from '../../geo/ring-area.ts';
import { cleanOutlines } from '../clean/clean.ts';
import type { Change } from '../edits/change.ts';
import type { LoadedCell } from '../load-cells.ts';
import { identicalOutline } from '../outline-identity.ts';

/** Vertices of neighbours closer than this were meant as one. */
const toleranceMetres = 0.05;

/**
 * The change that makes cells tile the land they cover together: every overlap goes to one of them, every enclosed gap to
 * the neighbour with the longest common border, and neighbours get each other's vertices. Parts become cells.
 */
export function tileAll(cells: readonly LoadedCell[], onProgress?: (share: number) => void): Change {
  const { outlines } = cleanOutlines(
    cells.map(({ outline }) => outline),
    { toleranceMetres, fillSquareMetres: 'all', onProgress },
  );
  const change: Change = { removed: [], made: [] };
  cells.forEach((cell, index) => {
    const outline = outlines[index] ?? [];
    if (identicalOutline(cell.outline, outline) && (cell.enclave || outline.length === 1)) return;
    change.removed.push(cell);
    const [largest, ...others] = outline.toSorted((one, other) => ringArea(other[0]) - ringArea(one[0]));
    if (!largest) return;
    const isWhole = cell.enclave || others.length === 0;
    change.made.push({ outline: isWhole ? outline : [largest], continues: cell });
    if (!isWhole) for (const part of others) change.made.push({ outline: [part], cutFrom: cell });
  });
  return change;
}
