import type { LonLat } from '../../plan-editor/borders/position.ts';

type Placed = { id: number; point: readonly [number, number] | null };

/**
 * Whether a closed line goes around a point. Turns are counted, so that a line that crosses itself holds everything
 * that it went around, and its direction does not matter.
 */
export function isInside(line: readonly LonLat[], [x, y]: readonly [number, number]): boolean {
  let turns = 0;
  for (let index = 0; index < line.length; index += 1) {
    const [ax, ay] = line[index] ?? [0, 0];
    const [bx, by] = line[(index + 1) % line.length] ?? [0, 0];
    const side = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
    if (ay <= y && by > y && side > 0) turns += 1;
    if (ay > y && by <= y && side < 0) turns -= 1;
  }
  return turns !== 0;
}

/**
 * The cells that a line was drawn around: those whose inner point it holds, so that a line across the edge of a
 * neighbour does not take it along. Where it holds none, it lies inside cells: then those under it are meant.
 */
export function cellsAround<Cell extends Placed>(
  cells: readonly Cell[],
  line: readonly LonLat[],
  under: readonly number[],
): number[] {
  const inside = cells.filter(({ point }) => point !== null && isInside(line, point)).map(({ id }) => id);
  if (inside.length > 0) return inside;
  const known = new Set(cells.map(({ id }) => id));
  return [...new Set(under)].filter((id) => known.has(id));
}
