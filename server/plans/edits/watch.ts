import type { Response } from 'express';
import type { Knex } from 'knex';
import type { Caller } from '../../access/caller.ts';
import { endedSessions, type Listening } from '../../access/open-sessions.ts';
import type { Deps } from '../../deps.ts';
import { readEditsSince } from './queries.ts';

/** Why a stream of events ends: the draft is none any more, or whoever listens may not any more. */
type EndReason = 'deleted' | 'published' | 'signed-out';

type Happened = Awaited<ReturnType<typeof readEditsSince>>[number];
type Watcher = Listening & {
  /** That of the last edit that was told, or is in what was read. */
  revision: number;
  /** Whether it was a draft when the stream was opened. */
  isDraft: boolean;
  send: (event: Happened) => void;
  beat: () => void;
  /** Says why nothing more comes, where that is not because the server stops. */
  end: (reason?: EndReason) => void;
};
type Watched = { watchers: Set<Watcher>; isAsking: boolean };

// The database is asked and not listened to: several servers may share it, and the embedded one has no LISTEN.
const askEveryMs = 500;
const beatEveryMs = 20_000;

/** The plans that somebody has open, asked about together; one to a database. */
const watchedPlans = new WeakMap<Knex, Map<number, Watched>>();

/**
 * Answers with an event for every edit of a plan that is made, undone or redone, until the client goes, the draft is
 * published or deleted, or the client's session has ended: then the last event says which.
 */
export async function watchPlan(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  planId: number,
  { accountId, tokenId }: Caller,
  response: Response,
): Promise<void> {
  const row = await db('plans').where({ id: planId }).first('revision', 'status');
  response.status(200).set({
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  response.write(`event: open\ndata: ${JSON.stringify({ plan: planId, revision: row?.revision ?? 0 })}\n\n`);
  const watcher: Watcher = {
    tokenId,
    rights: undefined,
    revision: row?.revision ?? 0,
    isDraft: row?.status === 'draft',
    send: (event) =>
      response.write(
        `id: ${event.revision}\nevent: edit\ndata: ${JSON.stringify(told(planId, event, accountId))}\n\n`,
      ),
    beat: () => response.write(': still here\n\n'),
    end: (reason) => {
      if (reason) response.write(`event: ended\ndata: ${JSON.stringify({ plan: planId, reason })}\n\n`);
      response.end();
    },
  };
  const leave = join(db, log, planId, watcher);
  response.on('close', leave);
}

/** Ends every open stream of events, so that a stopping server need not wait for them. */
export function endWatching(db: Knex): void {
  for (const { watchers } of watchedPlans.get(db)?.values() ?? []) for (const { end } of watchers) end();
}

function told(
  planId: number,
  { id, kind, by, undone, accountId, revision, removed, changed }: Happened,
  own: number,
) {
  return { plan: planId, revision, edit: { id, kind, by, undone, own: accountId === own }, removed, changed };
}

function join(db: Knex, log: Deps['log'], planId: number, watcher: Watcher): () => void {
  const plans = watchedPlans.get(db) ?? new Map<number, Watched>();
  watchedPlans.set(db, plans);
  const watched = plans.get(planId) ?? { watchers: new Set(), isAsking: false };
  if (!watched.isAsking) keepAsking(db, log, plans, planId, watched);
  plans.set(planId, watched);
  watched.watchers.add(watcher);
  return () => watched.watchers.delete(watcher);
}

/** Asks while anybody watches the plan. */
function keepAsking(
  db: Knex,
  log: Deps['log'],
  plans: Map<number, Watched>,
  planId: number,
  watched: Watched,
) {
  let sinceBeatMs = 0;
  watched.isAsking = true;
  const ask = async () => {
    if (watched.watchers.size === 0) {
      watched.isAsking = false;
      return void plans.delete(planId);
    }
    await tellNews(db, planId, watched).catch((error: unknown) =>
      log.warn({ err: error, planId }, 'watching a plan failed'),
    );
    sinceBeatMs += askEveryMs;
    if (sinceBeatMs >= beatEveryMs) {
      sinceBeatMs = 0;
      for (const { beat } of watched.watchers) beat();
    }
    setTimeout(ask, askEveryMs).unref();
  };
  setTimeout(ask, askEveryMs).unref();
}

async function tellNews(db: Knex, planId: number, watched: Watched): Promise<void> {
  const asked = [...watched.watchers];
  const told = Math.min(...asked.map(({ revision }) => revision));
  for (const event of await readEditsSince(db, planId, told))
    for (const watcher of asked) {
      if (event.revision <= watcher.revision) continue;
      watcher.revision = event.revision;
      watcher.send(event);
    }
  await tellEnds(db, planId, watched);
}

/** Ends the streams of a draft that is none any more, and those whose session was ended, expired or withdrawn. */
async function tellEnds(db: Knex, planId: number, { watchers }: Watched): Promise<void> {
  for (const { listener, reason } of await endedSessions(db, watchers)) {
    watchers.delete(listener);
    // Whoever may do something else now is asked to come again, and is let in or not.
    listener.end(reason === 'changed' ? undefined : reason);
  }
  const plan = await db('plans').where({ id: planId }).first('status');
  for (const watcher of watchers) {
    const reason = !plan ? 'deleted' : watcher.isDraft && plan.status !== 'draft' ? 'published' : undefined;
    if (!reason) continue;
    watchers.delete(watcher);
    watcher.end(reason);
  }
}
