import type { Response } from 'express';
import type { Knex } from 'knex';
import type { Caller } from '../../access/caller.ts';
import type { Deps } from '../../deps.ts';
import { readEditsSince } from './queries.ts';

type Happened = Awaited<ReturnType<typeof readEditsSince>>[number];
type Watcher = { send: (event: Happened) => void; beat: () => void; end: () => void };
type Watched = { revision: number; watchers: Set<Watcher>; isAsking: boolean };

// The database is asked and not listened to: several servers may share it, and the embedded one has no LISTEN.
const askEveryMs = 500;
const beatEveryMs = 20_000;

/** The plans that somebody has open, asked about together; one to a database. */
const watchedPlans = new WeakMap<Knex, Map<number, Watched>>();

/** Answers with an event for every edit of a plan that is made, undone or redone, until the client goes. */
export async function watchPlan(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  planId: number,
  { accountId }: Caller,
  response: Response,
): Promise<void> {
  const row = await db('plans').where({ id: planId }).first('revision');
  response.status(200).set({
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  response.write(`event: open\ndata: ${JSON.stringify({ plan: planId, revision: row?.revision ?? 0 })}\n\n`);
  const watcher: Watcher = {
    send: (event) =>
      response.write(
        `id: ${event.revision}\nevent: edit\ndata: ${JSON.stringify(told(planId, event, accountId))}\n\n`,
      ),
    beat: () => response.write(': still here\n\n'),
    end: () => response.end(),
  };
  const leave = join(db, log, planId, row?.revision ?? 0, watcher);
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

function join(db: Knex, log: Deps['log'], planId: number, revision: number, watcher: Watcher): () => void {
  const plans = watchedPlans.get(db) ?? new Map<number, Watched>();
  watchedPlans.set(db, plans);
  const watched = plans.get(planId) ?? { revision, watchers: new Set(), isAsking: false };
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
  for (const event of await readEditsSince(db, planId, watched.revision)) {
    watched.revision = event.revision;
    for (const { send } of watched.watchers) send(event);
  }
}
