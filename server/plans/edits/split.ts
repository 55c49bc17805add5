import type { LoadedCell } from '../load-cells.ts';
import { type Change, nameOf, type Refusal, refuseAt } from './change.ts';
import { compose, type Holding } from './compose.ts';
import type { Split } from './edit.ts';
import { type Ground, groundOf, partsOf } from './ground.ts';
import { refuseTangledLine } from './line.ts';

/**
 * Cuts cells along a line, also through their holes. Every part that the line cuts off is a cell of its own with a new
 * code; the code that was is retired.
 */
export function split(cells: readonly LoadedCell[], { cells: ids, line }: Split): Change | Refusal {
  const tangled = refuseTangledLine(line.coordinates);
  if (tangled) return tangled;
  const ground = groundOf(cells, { lines: [line.coordinates] });
  const kept = new Map<number, ReadonlySet<number>>();
  const made: NonNullable<Holding['made']> = [];
  for (const id of new Set(ids)) {
    const place = cells.findIndex((cell) => cell.id === id);
    const cell = cells[place];
    if (!cell) continue;
    const pieces = cutPieces(ground, place);
    if (!pieces) continue;
    kept.set(place, pieces.whole);
    for (const land of pieces.cut) made.push({ land, cutFrom: cell });
  }
  if (made.length === 0) return missed(cells.filter((cell) => ids.includes(cell.id)));
  return compose(ground, { kept, made });
}

/** The parts of a cell that the line cuts apart, and those it leaves whole; undefined where it cuts none. */
function cutPieces(ground: Ground, place: number) {
  const whole = new Set<number>();
  const cut: Set<number>[] = [];
  for (const part of partsOf(ground, new Set(ground.facesOf[place]))) {
    const pieces = partsOf(ground, part, (edge) => !ground.isCut(edge));
    if (pieces.length > 1) cut.push(...pieces);
    else for (const face of part) whole.add(face);
  }
  return cut.length > 0 ? { whole, cut } : undefined;
}

function missed(cells: readonly LoadedCell[]): Refusal {
  const names = cells.slice(0, 3).map(nameOf).join(', ');
  return refuseAt(
    cells[0],
    'line-misses',
    `The line does not cut through ${names}: it must enter and leave the cell.`,
    `分割线没有切开“${names}”：须从网格的一侧边界穿到另一侧。`,
  );
}
