import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Deps } from '../deps.ts';
import { msColumn } from './columns.ts';
import { rejudgeUndated, rereadPeriod } from './reread-period.ts';

type Rereading = { deviceId: number; id: number; from: number; to: number };

const patienceMs = 5_000;

/** Reads again what changes of carriers and of thresholds have queued. A piece that fails stays queued. */
export const rereading = {
  name: 'read tracks again',
  everyMs: 2_000,
  run: ({ db }: Deps): Promise<void> => drain(db, null),
};

/**
 * Reads again what is queued of one device, so that whoever changed its carrier sees the outcome. A long period goes on
 * in the background after some seconds.
 */
export async function drainRereadings({ db, log }: Deps, deviceId: number): Promise<void> {
  const work = drain(db, deviceId);
  work.catch((error: unknown) =>
    log.error({ err: error, deviceId }, 'reading tracks again failed; it stays queued'),
  );
  const patience = new AbortController();
  await Promise.race([work, sleep(patienceMs, undefined, { signal: patience.signal, ref: false })]).finally(
    () => patience.abort(),
  );
}

async function drain(db: Knex, deviceId: number | null): Promise<void> {
  for (const { deviceId: device, id, from, to } of await queued(db, deviceId)) {
    if (from === Number.NEGATIVE_INFINITY) await rejudgeUndated(db, device);
    await rereadPeriod(db, device, { from, to });
    await db('rereadings').where({ device_id: device, id }).delete();
  }
}

async function queued(db: Knex, deviceId: number | null): Promise<Rereading[]> {
  const { rows } = await db.raw(
    `select device_id as "deviceId", id, ${msColumn('lower(period)')} as "from", ${msColumn('upper(period)')} as "to"
     from rereadings where cast(:deviceId as bigint) is null or device_id = :deviceId order by device_id, id`,
    { deviceId },
  );
  return rows;
}
