import type { Response } from 'express';
import type { Knex } from 'knex';
import { endedSessions, type Listening } from '../access/open-sessions.ts';
import type { Deps } from '../deps.ts';
import { listAlerts, newestBefore, quietHoursOf, type Reader, readNews } from './queries.ts';
import { type QuietHours, quietAt } from './quiet.ts';

/** Who listens for alerts. */
type Listener = Listening & {
  reader: Reader;
  response: Response;
  language: 'zh' | 'en';
  /** The last alert that was told, or passed over because it is not the listener's. */
  lastId: number;
  revision: number;
  quiet: QuietHours | null;
};
type Post = { listeners: Set<Listener>; isAsking: boolean };

// The database is asked and not listened to: several servers may share it, and the embedded one has no LISTEN. It is
// asked for one number for all who listen.
const askEveryMs = 1_000;
const settingsEveryMs = 15_000;
const beatEveryMs = 20_000;
const mostAtOnce = 100;
/** Whoever does not read what was sent is cut off, and asks again from the last that arrived. */
const mostUnsentBytes = 1_000_000;

const posts = new WeakMap<Knex, Post>();

/**
 * Tells a stream of Server-Sent Events of alerts: `alerts` with those that are new since `lastId` (null: since now), its
 * id that of the last of them, and `alerts-changed` where gaps of alerts told before have closed. What is raised in the
 * account's quiet hours is told together when these end, except for what is closed by then: that is in the list alone.
 */
export async function tellAlerts(
  { db, log, config }: Pick<Deps, 'db' | 'log' | 'config'>,
  { reader, tokenId, lastId, language }: Asking,
  response: Response,
): Promise<void> {
  const { timeZone } = config;
  const quiet = (await quietHoursOf(db, [reader.accountId]))(reader.accountId);
  const news = await readNews(db);
  const period = quietAt(Date.now(), quiet, timeZone);
  // What is held back now was not told to anybody yet.
  const told = period ? await newestBefore(db, new Date(period.since)) : news.newest;
  const begun = { reader, tokenId, response, language, quiet, revision: news.revision, rights: undefined };
  const listener: Listener = { ...begun, lastId: Math.min(lastId ?? told, news.newest) };
  const post = posts.get(db) ?? { listeners: new Set(), isAsking: false };
  posts.set(db, post);
  post.listeners.add(listener);
  response.on('close', () => post.listeners.delete(listener));
  if (!post.isAsking) keepAsking(db, log, timeZone, post);
}

type Asking = { reader: Reader; tokenId: number; lastId: number | null; language: 'zh' | 'en' };

/** Answers with a stream of alerts and nothing else, until the client goes or its session ends. */
export async function openAlerts(deps: Deps, asking: Asking, response: Response): Promise<void> {
  response.status(200).set({
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  response.write('event: open\ndata: {}\n\n');
  await tellAlerts(deps, asking, response);
}

/** Ends every open stream, so that a stopping server need not wait for them. */
export function endAlerts(db: Knex): void {
  for (const { response } of posts.get(db)?.listeners ?? []) response.end();
}

/** Asks while anybody listens. */
function keepAsking(db: Knex, log: Deps['log'], timeZone: string, post: Post): void {
  let [settingsAt, beatAt] = [0, Date.now() + beatEveryMs];
  post.isAsking = true;
  const ask = async () => {
    if (post.listeners.size === 0) {
      post.isAsking = false;
      return;
    }
    try {
      if (Date.now() >= settingsAt) {
        settingsAt = Date.now() + settingsEveryMs;
        await refreshSettings(db, post);
        await endWithoutRights(db, post);
      }
      await tellNews(db, timeZone, post);
      if (Date.now() >= beatAt) {
        beatAt = Date.now() + beatEveryMs;
        for (const { response } of post.listeners) response.write(': still here\n\n');
      }
    } catch (error) {
      log.warn({ err: error }, 'telling alerts failed');
    }
    setTimeout(ask, askEveryMs).unref();
  };
  void ask();
}

async function refreshSettings(db: Knex, { listeners }: Post): Promise<void> {
  const ids = [...listeners].map(({ reader }) => reader.accountId);
  const quietOf = await quietHoursOf(db, [...new Set(ids)]);
  for (const listener of listeners) listener.quiet = quietOf(listener.reader.accountId);
}

/** Ends the streams of sessions that are over, and of those with other rights: they are asked to come again. */
async function endWithoutRights(db: Knex, { listeners }: Post): Promise<void> {
  for (const { listener, reason } of await endedSessions(db, listeners)) {
    listeners.delete(listener);
    listener.response.end(`event: ended\ndata: ${JSON.stringify({ reason })}\n\n`);
  }
}

async function tellNews(db: Knex, timeZone: string, { listeners }: Post): Promise<void> {
  const { revision, newest } = await readNews(db);
  const now = Date.now();
  /** Of those who cover the same and were told the same, one asks. */
  const asked = new Map<string, ReturnType<typeof listAlerts>>();
  for (const listener of listeners) {
    const { response } = listener;
    if (response.writableLength > mostUnsentBytes) {
      listeners.delete(listener);
      response.end();
      continue;
    }
    if (listener.lastId < newest && quietAt(now, listener.quiet, timeZone) === null)
      await tellOne(db, listener, newest, asked);
    if (listener.revision !== revision) {
      listener.revision = revision;
      response.write('event: alerts-changed\ndata: {}\n\n');
    }
  }
}

async function tellOne(
  db: Knex,
  listener: Listener,
  newest: number,
  asked: Map<string, ReturnType<typeof listAlerts>>,
): Promise<void> {
  const { reader, language, lastId, response } = listener;
  const { accountId, ...covers } = reader;
  const key = JSON.stringify([covers, language, lastId]);
  const news =
    asked.get(key) ?? listAlerts(db, reader, { after: lastId, heldSince: null, limit: mostAtOnce, language });
  asked.set(key, news);
  const alerts = await news;
  const last = alerts.at(-1);
  // Fewer than were asked for are all up to the newest.
  listener.lastId = alerts.length === mostAtOnce && last ? last.id : newest;
  const open = alerts.filter(({ closedAt }) => closedAt === null);
  if (last && open.length > 0)
    response.write(`id: ${last.id}\nevent: alerts\ndata: ${JSON.stringify({ alerts: open })}\n\n`);
  else if (last) response.write('event: alerts-changed\ndata: {}\n\n');
}
