import type { Knex } from 'knex';
import type { GapKind } from '../coverage/gap.ts';
import type { AlertSettings } from './alert.ts';
import type { StoredGap } from './compare.ts';
import type { AlertEvent } from './group.ts';

/** Whoever looks and is not heard of for so long has been stopped: another may look. */
const holdMs = 300_000;
const keptMs = 90 * 86_400_000;

/** Takes the watch where it is time to look and nobody else does; of several servers one gets it. Epoch ms. */
export async function takeWatch(
  db: Knex,
  holder: string,
  now: number,
): Promise<{ lookedAt: number | null } | undefined> {
  const { rows } = await db.raw(
    `insert into alert_watch (id, holder, held_until) values (1, :holder, :heldUntil)
     on conflict (id) do update set holder = excluded.holder, held_until = excluded.held_until
       where alert_watch.held_until <= :now and alert_watch.next_at <= :now
     returning looked_at as "lookedAt"`,
    { holder, now: new Date(now), heldUntil: new Date(now + holdMs) },
  );
  const [row] = rows;
  return row && { lookedAt: row.lookedAt?.getTime() ?? null };
}

export async function releaseWatch(db: Knex, holder: string): Promise<void> {
  await db('alert_watch')
    .where({ holder })
    .update({ held_until: new Date(0) });
}

export type ToldGap = {
  obligation: string;
  cellId: number | null;
  areaId: number | null;
  coveringIds: readonly number[];
  label: string;
  chinese: string;
  english: string;
  severity: number;
  since: number;
};
type Told = { event: AlertEvent; kind: GapKind; stationId: number | null; gaps: readonly ToldGap[] };
type Look = {
  told: readonly Told[];
  closed: readonly string[];
  reopened: readonly string[];
  /** What is known now otherwise than before, and what is known no more. */
  written: readonly (readonly [obligation: string, StoredGap])[];
  forgotten: readonly string[];
};

/**
 * Stores what a look found, all of it or nothing; nothing where another holds the watch by now. The row of the watch is
 * held to the end, so that alerts are seen in the order of their ids.
 */
export async function keepLook(
  db: Knex,
  { holder, now, nextAt }: { holder: string; now: number; nextAt: number },
  { told, closed, reopened, written, forgotten }: Look,
): Promise<void> {
  await db.transaction(async (trx) => {
    const isNews = told.length + closed.length + reopened.length > 0;
    const held = await trx('alert_watch')
      .where({ holder })
      .update({
        held_until: new Date(0),
        looked_at: new Date(now),
        next_at: new Date(nextAt),
        revision: trx.raw('revision + ?', [isNews ? 1 : 0]),
      });
    if (held === 0) return;
    await closeGaps(trx, closed, now);
    await reopenGaps(trx, reopened);
    await insertAlerts(trx, told, now);
    await trx.raw('delete from open_gaps where obligation = any(:forgotten)', { forgotten });
    await writeKnown(trx, written);
    await trx('alerts')
      .where('raised_at', '<', new Date(now - keptMs))
      .delete();
  });
}

async function closeGaps(trx: Knex, closed: readonly string[], now: number): Promise<void> {
  if (closed.length === 0) return;
  await trx.raw(
    `update alert_gaps set closed_at = :at where obligation = any(:closed) and closed_at is null`,
    { at: new Date(now), closed },
  );
}

/** What was told as closed is open after all: its last alert says so again. */
async function reopenGaps(trx: Knex, reopened: readonly string[]): Promise<void> {
  if (reopened.length === 0) return;
  await trx.raw(
    `update alert_gaps set closed_at = null
     from (select obligation, max(alert_id) as alert_id from alert_gaps where obligation = any(:reopened)
       group by obligation) last
     where alert_gaps.alert_id = last.alert_id and alert_gaps.obligation = last.obligation`,
    { reopened },
  );
}

async function insertAlerts(trx: Knex, told: readonly Told[], now: number): Promise<void> {
  if (told.length === 0) return;
  const { rows } = await trx.raw(
    `insert into alerts (raised_at, event, kind, station_id)
     select :at, given.event, given.kind, station.id
     from unnest(cast(:events as text[]), cast(:kinds as text[]), cast(:stationIds as bigint[]))
       with ordinality as given(event, kind, station_id, place)
     left join areas station on station.id = given.station_id
     order by given.place returning id`,
    {
      at: new Date(now),
      events: told.map(({ event }) => event),
      kinds: told.map(({ kind }) => kind),
      stationIds: told.map(({ stationId }) => stationId),
    },
  );
  const ids: number[] = rows.map(({ id }: { id: number }) => id).sort((a: number, b: number) => a - b);
  const gaps = told.flatMap(({ gaps: own }, index) =>
    own.map((gap, position) => ({ ...gap, alertId: ids[index] ?? 0, position })),
  );
  await trx.raw(
    `insert into alert_gaps (alert_id, position, obligation, cell_id, area_id, covering_ids, label, chinese, english,
       severity, since)
     select alert_id, position, obligation, cell_id, area_id, cast(covering as bigint[]), label, chinese, english,
       severity, since
     from unnest(cast(:alertIds as bigint[]), cast(:positions as integer[]), cast(:obligations as text[]),
       cast(:cellIds as bigint[]), cast(:areaIds as bigint[]), cast(:coverings as text[]), cast(:labels as text[]),
       cast(:chinese as text[]), cast(:english as text[]), cast(:severities as integer[]),
       cast(:sinces as timestamptz[]))
       as given(alert_id, position, obligation, cell_id, area_id, covering, label, chinese, english, severity, since)`,
    {
      alertIds: gaps.map(({ alertId }) => alertId),
      positions: gaps.map(({ position }) => position),
      obligations: gaps.map(({ obligation }) => obligation),
      cellIds: gaps.map(({ cellId }) => cellId),
      areaIds: gaps.map(({ areaId }) => areaId),
      coverings: gaps.map(({ coveringIds }) => `{${coveringIds.join(',')}}`),
      labels: gaps.map(({ label }) => label),
      chinese: gaps.map(({ chinese }) => chinese),
      english: gaps.map(({ english }) => english),
      severities: gaps.map(({ severity }) => severity),
      sinces: gaps.map(({ since }) => new Date(since)),
    },
  );
}

async function writeKnown(trx: Knex, written: Look['written']): Promise<void> {
  if (written.length === 0) return;
  await trx.raw(
    `insert into open_gaps (obligation, since, worst, missing, closed_at)
     select * from unnest(cast(:obligations as text[]), cast(:sinces as timestamptz[]), cast(:worsts as integer[]),
       cast(:missings as integer[]), cast(:closings as timestamptz[]))
     on conflict (obligation) do update set since = excluded.since, worst = excluded.worst,
       missing = excluded.missing, closed_at = excluded.closed_at`,
    {
      obligations: written.map(([obligation]) => obligation),
      sinces: written.map(([, { since }]) => new Date(since)),
      worsts: written.map(([, { worst }]) => worst),
      missings: written.map(([, { missing }]) => missing),
      closings: written.map(([, { closedAt }]) => (closedAt === null ? null : new Date(closedAt))),
    },
  );
}

export async function keepQuietHours(
  db: Knex,
  accountId: number,
  quiet: AlertSettings['quiet'],
): Promise<void> {
  await db('alert_settings')
    .insert({ account_id: accountId, quiet_from: quiet?.from ?? null, quiet_to: quiet?.to ?? null })
    .onConflict('account_id')
    .merge(['quiet_from', 'quiet_to']);
}

/** Everything up to an alert is read, of those there are; never less than was before. */
export async function readUpTo(
  db: Knex,
  accountId: number,
  upTo: number,
  quiet: AlertSettings['quiet'],
): Promise<void> {
  await db.raw(
    `with marked as (
       insert into alert_settings (account_id, quiet_from, quiet_to, read_up_to)
       values (:accountId, :quietFrom, :quietTo, least(:upTo, coalesce((select max(id) from alerts), 0)))
       on conflict (account_id) do update set read_up_to = greatest(alert_settings.read_up_to, excluded.read_up_to)
       returning read_up_to
     )
     delete from alert_reads using marked where account_id = :accountId and alert_id <= marked.read_up_to`,
    { accountId, upTo, quietFrom: quiet?.from ?? null, quietTo: quiet?.to ?? null },
  );
}

/** Single alerts are read; those that are none are passed over. */
export async function readSingle(db: Knex, accountId: number, ids: readonly number[]): Promise<void> {
  await db.raw(
    `insert into alert_reads (account_id, alert_id)
     select :accountId, id from alerts where id = any(:ids) on conflict do nothing`,
    { accountId, ids: [...new Set(ids)] },
  );
}
