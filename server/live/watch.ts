import type { Response } from 'express';
import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { coversStation, type Scope } from '../access/scope.ts';
import { recordLook } from '../accounts/record-look.ts';
import type { Deps } from '../deps.ts';
import { boardOf, changesOf, type Told } from './board.ts';
import { readOnDuty, readRights } from './queries.ts';

// The database is asked and not listened to: several servers may share it, and the embedded one has no LISTEN. It is
// asked once for all who watch.
const askEveryMs = 1_000;
const beatEveryMs = 20_000;
const rightsEveryMs = 15_000;
/** A look goes on as one for so long. */
const lookMs = 3_600_000;

type Watcher = {
  caller: Caller;
  scope: Scope;
  response: Response;
  rights: string | undefined;
  /** What was told, by device: a device that another person takes over may leave the scope. */
  told: Map<number, Told> | undefined;
  /** Until when the look at a person or an uncarried device is recorded. */
  lookedUntil: Map<string, number>;
};
type Post = { watchers: Set<Watcher>; isAsking: boolean };

const posts = new WeakMap<Knex, Post>();

/**
 * Answers with Server-Sent Events: `positions`, at first of all people on duty whom the caller covers, then of those
 * whose position is new or has aged, and the devices that are `gone`. Every look is recorded before it is granted. It
 * ends where the session ends, or its rights change: then the last event says so.
 */
export function watchPositions(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  caller: Caller,
  scope: Scope,
  response: Response,
): void {
  response.status(200).set({
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  response.write('event: open\ndata: {}\n\n');
  const post = posts.get(db) ?? { watchers: new Set(), isAsking: false };
  posts.set(db, post);
  const watcher: Watcher = {
    caller,
    scope,
    response,
    rights: undefined,
    told: undefined,
    lookedUntil: new Map(),
  };
  post.watchers.add(watcher);
  response.on('close', () => post.watchers.delete(watcher));
  if (!post.isAsking) keepAsking(db, log, post);
}

/** Ends every open stream, so that a stopping server need not wait for them. */
export function endPositions(db: Knex): void {
  for (const { response } of posts.get(db)?.watchers ?? []) response.end();
}

/** Asks while anybody watches. */
function keepAsking(db: Knex, log: Deps['log'], post: Post): void {
  let [beatAt, rightsAt] = [Date.now() + beatEveryMs, 0];
  post.isAsking = true;
  const ask = async () => {
    if (post.watchers.size === 0) {
      post.isAsking = false;
      return;
    }
    const now = Date.now();
    try {
      const isNew = [...post.watchers].some(({ rights }) => rights === undefined);
      if (now >= rightsAt || isNew) {
        await endWithoutRights(db, post);
        rightsAt = now + rightsEveryMs;
      }
      const board = boardOf(await readOnDuty(db), now);
      await Promise.all([...post.watchers].map((watcher) => tell(db, watcher, board, now)));
    } catch (error) {
      log.warn({ err: error }, 'watching positions failed');
    }
    if (now >= beatAt) {
      beatAt = now + beatEveryMs;
      for (const { response } of post.watchers) response.write(': still here\n\n');
    }
    setTimeout(ask, askEveryMs).unref();
  };
  void ask();
}

async function tell(
  db: Knex,
  watcher: Watcher,
  board: ReadonlyMap<number, Told>,
  now: number,
): Promise<void> {
  const covered = new Map([...board].filter(([, told]) => isCovered(watcher.scope, told)));
  const isFirst = watcher.told === undefined;
  const { changed, gone } = changesOf(watcher.told ?? new Map(), covered);
  if (!isFirst && changed.length + gone.length === 0) return;
  // Whoever reads too slowly is told the newest later, instead of piling up here what is old.
  if (watcher.response.writableNeedDrain && !isFirst) return;
  await recordNewLooks(db, watcher, changed, now);
  watcher.told = covered;
  const positions = changed.map(({ position }) => position);
  watcher.response.write(`event: positions\ndata: ${JSON.stringify({ positions, gone })}\n\n`);
}

function isCovered(scope: Scope, { position, personStationId, deviceStationId }: Told): boolean {
  if (scope.ownPersonId !== null && position.person?.id === scope.ownPersonId) return true;
  if (!scope.everywhere && scope.grantedIds.length === 0) return false;
  return coversStation(scope, position.person ? personStationId : deviceStationId);
}

async function recordNewLooks(
  db: Knex,
  { caller, lookedUntil }: Watcher,
  told: readonly Told[],
  now: number,
): Promise<void> {
  const keyOf = ({ position: { person, device } }: Told) =>
    person ? `person ${person.id}` : `device ${device}`;
  const unrecorded = told.filter((one) => (lookedUntil.get(keyOf(one)) ?? 0) <= now);
  if (unrecorded.length === 0) return;
  await recordLook(db, caller, {
    what: 'live',
    period: { from: new Date(now), to: new Date(now + lookMs) },
    personIds: unrecorded.flatMap(({ position: { person } }) => person?.id ?? []),
    deviceIds: unrecorded.flatMap(({ position: { person, device } }) => (person ? [] : device)),
  });
  for (const [key, until] of lookedUntil) if (until <= now) lookedUntil.delete(key);
  for (const one of unrecorded) lookedUntil.set(keyOf(one), now + lookMs);
}

async function endWithoutRights(db: Knex, { watchers }: Post): Promise<void> {
  const open = await readRights(
    db,
    [...watchers].map(({ caller }) => caller.tokenId),
  );
  for (const watcher of watchers) {
    const rights = open.get(watcher.caller.tokenId);
    watcher.rights ??= rights;
    if (rights !== undefined && watcher.rights === rights) continue;
    watchers.delete(watcher);
    // Whoever may see something else now is asked to come again, and is let in or not.
    const reason = rights === undefined ? 'signed-out' : 'changed';
    watcher.response.end(`event: ended\ndata: ${JSON.stringify({ reason })}\n\n`);
  }
}
