import type { Knex } from 'knex';
import { MatchingThread } from '../../geo/thread/matching-thread.ts';
import type { LoadedCell } from '../load-cells.ts';
import { type Partition, partitionOf, partitionOfMatched } from './partition.ts';

/** How the cells of a plan lie together, found out from their edges while they are read. */
export type EdgeMatching = {
  /** The next cells. */
  add: (cells: readonly LoadedCell[]) => void;
  /** What {@link partitionOf} says of all cells that were added. */
  partition: (db: Knex, cells: readonly LoadedCell[]) => Promise<Partition>;
  stop: () => Promise<void>;
};

/** To start a thread takes as long as to match the edges of this many cells. */
const manyCells = 20_000;

/** Matches the edges of many cells in a thread of its own; those of a few when all of them are there. */
export function edgeMatching(cells: number): EdgeMatching {
  return cells < manyCells ? afterwards : meanwhile(cells);
}

const afterwards: EdgeMatching = { add: () => {}, partition: partitionOf, stop: async () => {} };

function meanwhile(cells: number): EdgeMatching {
  const thread = new MatchingThread(cells);
  return {
    add: (page) => thread.add(page.map(({ outline }) => outline)),
    // The outlines of invalid cells are mended first, and have other edges then.
    partition: async (db, all) =>
      all.every(({ isValid }) => isValid)
        ? partitionOfMatched(
            db,
            all.map(({ outline }) => outline),
            await thread.matched(),
          )
        : partitionOf(db, all),
    stop: () => thread.stop(),
  };
}
