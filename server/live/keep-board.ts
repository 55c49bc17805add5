import type { Knex } from 'knex';
import { boardOf, changesOf, type Told } from './board.ts';
import { precisionAt } from './position.ts';
import { type OnDuty, readOnDuty, readRoster } from './queries.ts';

/** How often it is asked who is on duty, and whose position has aged. */
const rosterEveryMs = 5_000;
/** How often everybody is read though the roster is the same: names and teams change. */
const everybodyEveryMs = 60_000;
/** Receipts are dated when they arrive and seen when they are committed: so much is looked at again. */
const commitMs = 3_000;

/** What has changed on the board since it was last read. */
export type News = { changed: readonly Told[]; gone: readonly number[] };

/** Who is where now, by device, kept up to date. */
export type Board = { told: Map<number, Told>; readOn: (now: number) => Promise<News> };

/**
 * A board that reads those whose devices have reported since, and everybody only where the roster has changed: to take
 * apart thousands of rows every few seconds cost more memory than all else.
 */
export function keepBoard(db: Knex): Board {
  const held = new Map<number, OnDuty>();
  let roster: string | undefined;
  let [rosterAt, everybodyAt, readAt] = [0, 0, 0];

  const readEverybody = async (now: number): Promise<News> => {
    held.clear();
    for (const one of await readOnDuty(db, null)) held.set(one.device, one);
    const next = boardOf([...held.values()], now);
    const news = changesOf(board.told, next);
    board.told = next;
    return news;
  };
  const readReported = async (since: Date, now: number): Promise<News> => {
    const reported = await readOnDuty(db, since);
    for (const one of reported) held.set(one.device, one);
    return takeOver(board.told, reported, now);
  };
  const board: Board = {
    told: new Map(),
    readOn: async (now) => {
      const since = new Date(readAt - commitMs);
      readAt = now;
      if (now < rosterAt) return readReported(since, now);
      rosterAt = now + rosterEveryMs;
      const known = roster;
      roster = await readRoster(db);
      if (roster !== known || now >= everybodyAt) {
        everybodyAt = now + everybodyEveryMs;
        return readEverybody(now);
      }
      const reported = await readReported(since, now);
      const aged = takeOver(board.told, agedOf(held.values(), board.told, now), now);
      return { changed: [...reported.changed, ...aged.changed], gone: [...reported.gone, ...aged.gone] };
    },
  };
  return board;
}

/** Those whose position is to be told less exactly than it was, or not at all any more. */
function agedOf(held: Iterable<OnDuty>, told: ReadonlyMap<number, Told>, now: number): OnDuty[] {
  const aged: OnDuty[] = [];
  for (const one of held) {
    const before = told.get(one.device)?.position.precisionMetres;
    if (before === undefined || !one.recorded) continue;
    if (precisionAt(now - one.recorded.at) !== before) aged.push(one);
  }
  return aged;
}

function takeOver(told: Map<number, Told>, onDuty: readonly OnDuty[], now: number): News {
  const next = boardOf(onDuty, now);
  const before = new Map<number, Told>();
  for (const { device } of onDuty) {
    const one = told.get(device);
    if (one) before.set(device, one);
  }
  const news = changesOf(before, next);
  for (const one of news.changed) told.set(one.position.device, one);
  for (const device of news.gone) told.delete(device);
  return news;
}
