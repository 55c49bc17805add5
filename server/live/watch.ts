import type { Response } from 'express';
import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { endedSessions, type Listening } from '../access/open-sessions.ts';
import type { Scope } from '../access/scope.ts';
import type { Deps } from '../deps.ts';
import { type Audience, audienceOf, eventOf, everythingFor, scopeKey, takeNews } from './audience.ts';
import type { Told } from './board.ts';
import { type GrantedLooks, grantedLooks } from './granted-looks.ts';
import { type Board, keepBoard, type News } from './keep-board.ts';

// The database is asked and not listened to: several servers may share it, and the embedded one has no LISTEN. It is
// asked once for all who watch.
const askEveryMs = 500;
const beatEveryMs = 20_000;
const rightsEveryMs = 15_000;

type Watcher = Listening & {
  caller: Caller;
  audience: string;
  scope: Scope;
  response: Response;
  /** Devices whose newest it has not been told, because it reads too slowly or its look is being recorded. */
  owed: Set<number> | 'everything';
  isRecording: boolean;
};
type Post = {
  watchers: Set<Watcher>;
  audiences: Map<string, Audience>;
  looks: GrantedLooks;
  board: Board;
  isAsking: boolean;
};

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
  const post = posts.get(db) ?? newPost(db);
  posts.set(db, post);
  const watcher: Watcher = {
    tokenId: caller.tokenId,
    caller,
    audience: scopeKey(scope),
    scope,
    response,
    rights: undefined,
    owed: 'everything',
    isRecording: false,
  };
  post.watchers.add(watcher);
  response.on('close', () => post.watchers.delete(watcher));
  if (!post.isAsking) keepAsking(db, log, post);
}

/** Ends every open stream, so that a stopping server need not wait for them. */
export function endPositions(db: Knex): void {
  for (const { response } of posts.get(db)?.watchers ?? []) response.end();
}

function newPost(db: Knex): Post {
  return {
    watchers: new Set(),
    audiences: new Map(),
    looks: grantedLooks(db),
    board: keepBoard(db),
    isAsking: false,
  };
}

/** Asks while anybody watches. */
function keepAsking(db: Knex, log: Deps['log'], post: Post): void {
  let [beatAt, rightsAt] = [Date.now() + beatEveryMs, 0];
  post.isAsking = true;
  post.board = keepBoard(db);
  const ask = async () => {
    if (post.watchers.size === 0) {
      post.isAsking = false;
      post.audiences.clear();
      return;
    }
    const now = Date.now();
    try {
      const isNew = [...post.watchers].some(({ rights }) => rights === undefined);
      if (now >= rightsAt || isNew) {
        await endWithoutRights(db, post);
        rightsAt = now + rightsEveryMs;
      }
      tellAll(log, post, await post.board.readOn(now), now);
    } catch (error) {
      log.warn({ err: error }, 'watching positions failed');
    }
    if (now >= beatAt) {
      beatAt = now + beatEveryMs;
      for (const { response } of post.watchers)
        if (!response.writableNeedDrain) response.write(': still here\n\n');
      post.looks.forget(new Set([...post.watchers].map(({ caller }) => caller.accountId)), now);
    }
    setTimeout(ask, askEveryMs).unref();
  };
  void ask();
}

/** Tells every audience what is news for it; the work is that of the audiences and not of those who watch. */
function tellAll(log: Deps['log'], post: Post, news: News, now: number): void {
  const byAudience = new Map<string, Watcher[]>();
  for (const watcher of post.watchers)
    byAudience.set(watcher.audience, [...(byAudience.get(watcher.audience) ?? []), watcher]);
  for (const key of post.audiences.keys()) if (!byAudience.has(key)) post.audiences.delete(key);
  for (const [key, watchers] of byAudience) {
    const known = post.audiences.get(key);
    const [first] = watchers;
    if (!first) continue;
    const audience = known ?? audienceOf(first.scope, post.board.told);
    post.audiences.set(key, audience);
    const own = known ? takeNews(known, news) : { changed: [], gone: [] };
    if (own.changed.length + own.gone.length > 0) audience.everything = undefined;
    tellAudience(log, post.looks, audience, watchers, own, now);
  }
}

function tellAudience(
  log: Deps['log'],
  looks: GrantedLooks,
  audience: Audience,
  watchers: readonly Watcher[],
  news: News,
  now: number,
): void {
  const hasNews = news.changed.length + news.gone.length > 0;
  let event: Buffer | undefined;
  for (const watcher of watchers) {
    if (watcher.owed !== 'everything' && watcher.owed.size === 0) {
      if (!hasNews) continue;
      const mayBeTold =
        !watcher.isRecording &&
        !watcher.response.writableNeedDrain &&
        looks.missing(watcher.caller.accountId, news.changed, now).length === 0;
      if (mayBeTold) {
        event ??= eventOf(news);
        watcher.response.write(event);
        continue;
      }
    }
    if (watcher.owed !== 'everything') {
      for (const { position } of news.changed) watcher.owed.add(position.device);
      for (const device of news.gone) watcher.owed.add(device);
    }
    tellOwed(log, looks, audience, watcher, now);
  }
}

/**
 * Tells a watcher the newest of what it is owed, once its look is recorded and it reads again: what came meanwhile does
 * not pile up, since of each device only the newest is told.
 */
function tellOwed(
  log: Deps['log'],
  looks: GrantedLooks,
  audience: Audience,
  watcher: Watcher,
  now: number,
): void {
  const { owed, response, caller } = watcher;
  if (watcher.isRecording || response.writableNeedDrain) return;
  const news = owed === 'everything' ? null : owedNews(audience, owed);
  const missing = looks.missing(caller.accountId, news ? news.changed : audience.told.values(), now);
  if (missing.length > 0) {
    watcher.isRecording = true;
    looks
      .record(caller, missing, now)
      .catch((error: unknown) => log.warn({ err: error }, 'a look could not be recorded'))
      .finally(() => {
        watcher.isRecording = false;
      });
    return;
  }
  watcher.owed = new Set();
  response.write(news ? eventOf(news) : everythingFor(audience));
}

function owedNews({ told }: Audience, owed: ReadonlySet<number>): News {
  const changed: Told[] = [];
  const gone: number[] = [];
  for (const device of owed) {
    const one = told.get(device);
    if (one) changed.push(one);
    else gone.push(device);
  }
  return { changed, gone };
}

async function endWithoutRights(db: Knex, { watchers }: Post): Promise<void> {
  for (const { listener, reason } of await endedSessions(db, watchers)) {
    watchers.delete(listener);
    // Whoever may see something else now is asked to come again, and is let in or not.
    listener.response.end(`event: ended\ndata: ${JSON.stringify({ reason })}\n\n`);
  }
}
