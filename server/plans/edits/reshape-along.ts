import type { LoadedCell } from '../load-cells.ts';
import { type Change, nameOf, type Refusal, refuseAt } from './change.ts';
import { compose } from './compose.ts';
import type { Position } from './edit.ts';
import { bordersOf, type Ground, groundOf, longest, partsOf } from './ground.ts';
import { refuseTangledLine } from './line.ts';

/**
 * Redraws a cell's border along a line that meets it at least twice: what the line cuts off the cell goes to the
 * neighbour with the longest border there, what it cuts off neighbours beside the cell goes to the cell. Neighbours are
 * those of the same owner.
 */
export function reshapeAlong(
  cells: readonly LoadedCell[],
  cellId: number,
  line: readonly Position[],
): Change | Refusal {
  const tangled = refuseTangledLine(line);
  if (tangled) return tangled;
  const ground = groundOf(cells, { lines: [line] });
  const place = cells.findIndex(({ id }) => id === cellId);
  const kept = new Map<number, Set<number>>();
  const landOf = (of: number) => kept.get(of) ?? new Set(ground.facesOf[of]);
  const give = (part: Iterable<number>, from: number, to: number) => {
    const [giver, taker] = [landOf(from), landOf(to)];
    for (const face of part) {
      giver.delete(face);
      taker.add(face);
    }
    kept.set(from, giver);
    kept.set(to, taker);
  };
  for (const part of cutOff(ground, place)) {
    const taker = longest(ground, neighbours(ground, part, place));
    if (taker !== undefined) give(part, place, taker);
  }
  const near = neighbours(ground, new Set(ground.facesOf[place]), place);
  for (const neighbour of near.keys()) {
    for (const part of cutOff(ground, neighbour)) {
      if (neighbours(ground, part, neighbour).has(place)) give(part, neighbour, place);
    }
  }
  return kept.size > 0 ? compose(ground, { kept }) : missed(cells[place]);
}

/** All parts of a cell that the line cuts off, the largest excepted, which stays. */
function cutOff(ground: Ground, place: number): Set<number>[] {
  const whole = partsOf(ground, new Set(ground.facesOf[place]));
  return whole.flatMap((part) => partsOf(ground, part, (edge) => !ground.isCut(edge)).slice(1));
}

/** Metres of border with cells of the same owner, the new border along the line left out. */
function neighbours(ground: Ground, land: ReadonlySet<number>, own: number): Map<number, number> {
  const owner = ground.cells[own]?.ownerAreaId;
  const metres = bordersOf(ground, land, (edge) => !ground.isCut(edge));
  return new Map(
    [...metres].filter(([place]) => place !== own && ground.cells[place]?.ownerAreaId === owner),
  );
}

function missed(cell: LoadedCell | undefined): Refusal {
  const name = cell ? nameOf(cell) : '';
  return refuseAt(
    cell,
    'line-misses',
    `The line cuts nothing off ${name} or a neighbour in the same area: it must meet the border at least twice.`,
    `线没有改变“${name}”的边界：须与边界至少相交两次，且两侧网格属于同一辖区。`,
  );
}
