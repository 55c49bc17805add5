import type { Knex } from 'knex';
import { boardOf, changesOf, type Told } from './board.ts';
import { readOnDuty } from './queries.ts';

/** How often everybody on duty is read, beside those whose devices have reported: duties end, and positions age. */
const everybodyEveryMs = 5_000;
/** Receipts are dated when they arrive and seen when they are committed: so much is looked at again. */
const commitMs = 3_000;

/** What has changed on the board since it was last read. */
export type News = { changed: readonly Told[]; gone: readonly number[] };

/** Who is where now, by device, kept up to date. */
export type Board = { told: Map<number, Told>; readOn: (now: number) => Promise<News> };

/** A board that reads everybody now and then, and between only those whose devices have reported since. */
export function keepBoard(db: Knex): Board {
  let everybodyAt = 0;
  let readAt = 0;
  const board: Board = {
    told: new Map(),
    readOn: async (now) => {
      const isEverybody = now >= everybodyAt;
      const since = new Date(readAt - commitMs);
      readAt = now;
      const onDuty = await readOnDuty(db, isEverybody ? null : since);
      const next = boardOf(onDuty, now);
      if (isEverybody) {
        everybodyAt = now + everybodyEveryMs;
        const news = changesOf(board.told, next);
        board.told = next;
        return news;
      }
      const before = new Map(
        [...next.keys()].flatMap((device) => {
          const told = board.told.get(device);
          return told ? [[device, told] as const] : [];
        }),
      );
      const { changed } = changesOf(before, next);
      for (const told of changed) board.told.set(told.position.device, told);
      return { changed, gone: [] };
    },
  };
  return board;
}
