import type { Bounds } from '../../geo/position.ts';
import type { Change } from '../edits/change.ts';
import type { Surroundings } from '../edits/near-proof.ts';
import type { Watch } from '../generate/thread/in-worker.ts';
import type { LoadedCell } from '../load-cells.ts';
import { type AskedRepairs, repairOnGround } from './on-ground.ts';
import { tileAll } from './whole.ts';

/** All that repairs are worked out from; it can cross to another thread. */
export type RepairInput = {
  near: { cells: readonly LoadedCell[]; box: Bounds };
  /** Of a plan whose cells are all made to tile together nothing else matters. */
  around: Pick<Surroundings, 'scope' | 'owners' | 'exclusions'> | 'whole';
  asked: AskedRepairs;
};

/** The change that repairs what is asked for; the codes are another matter. */
export async function workOutRepairs(
  { near, around, asked }: RepairInput,
  watch: Watch = {},
): Promise<Change> {
  const change =
    around === 'whole'
      ? tileAll(near.cells, watch.onProgress)
      : await repairOnGround(near, around, asked, watch);
  return ofCells(change, near.cells);
}

/** The change with the very cells that were given, whatever became of them on the way. */
export function ofCells({ removed, made, ...rest }: Change, cells: readonly LoadedCell[]): Change {
  const cellOf = new Map(cells.map((cell) => [cell.id, cell]));
  const own = (cell: LoadedCell) => cellOf.get(cell.id) ?? cell;
  return {
    ...rest,
    removed: removed.map(own),
    made: made.map(({ continues, cutFrom, ...cell }) => ({
      ...cell,
      ...(continues && { continues: own(continues) }),
      ...(cutFrom && { cutFrom: own(cutFrom) }),
    })),
  };
}
