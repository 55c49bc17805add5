import type { Knex } from 'knex';
import type { Language } from '../http/problem.ts';
import type { Alert } from './alert.ts';
import type { StoredGap } from './compare.ts';
import { type QuietHours, quietByDefault } from './quiet.ts';

/** What was told of, by obligation. */
export async function readOpenGaps(db: Knex): Promise<Map<string, StoredGap>> {
  const { rows } = await db.raw(
    `select obligation, round(extract(epoch from since) * 1000)::float8 as since, worst, missing,
       round(extract(epoch from closed_at) * 1000)::float8 as "closedAt" from open_gaps`,
  );
  return new Map(
    rows.map(({ obligation, ...stored }: StoredGap & { obligation: string }) => [obligation, stored]),
  );
}

type Places = {
  cells: readonly { id: number; ownerAreaId: number | null }[];
  areaIds: readonly number[];
};

/**
 * Of each place (a cell's id or, negative, an area's) the areas that somebody is granted and that cover it, as a scope
 * does (server/access/scope.ts).
 */
export async function coveringOf(db: Knex, { cells, areaIds }: Places): Promise<Map<number, number[]>> {
  if (cells.length + areaIds.length === 0) return new Map();
  const { rows } = await db.raw(
    `with recursive granted as (
       select distinct area_id as id from grants where area_id is not null
     ), territory as (
       select id as root, id from granted
       union select territory.root, child.id from areas child join territory on child.parent_id = territory.id
     ), wanted as (
       select cell.id as place, nullif(given.owner_id, 0) as owner_id, cell.interior_point, null::float8 as size
       from unnest(cast(:cellIds as bigint[]), cast(:ownerIds as bigint[])) as given(cell_id, owner_id)
       join cells cell on cell.id = given.cell_id
       union all
       select -area.id, area.id, area.interior_point, area.area_square_metres from areas area where area.id = any(:areaIds)
     ), pairs as (
       select wanted.place, territory.root as area from wanted join territory on territory.id = wanted.owner_id
       union
       select wanted.place, area.id from granted join areas area on area.id = granted.id
       join wanted on st_covers(area.geometry, wanted.interior_point)
         and (wanted.size is null or wanted.size <= area.area_square_metres)
     )
     select place, json_agg(area) as areas from pairs group by place`,
    {
      cellIds: cells.map(({ id }) => id),
      ownerIds: cells.map(({ ownerAreaId }) => ownerAreaId ?? 0),
      areaIds: [...areaIds],
    },
  );
  return new Map(rows.map(({ place, areas }: { place: number; areas: number[] }) => [place, areas]));
}

/** Whose alerts are read: what their grants cover, and the cells assigned to themself. */
export type Reader = {
  accountId: number;
  everywhere: boolean;
  grantedIds: readonly number[];
  ownCells: readonly number[];
};

const visibleGaps = `from alert_gaps gap where gap.alert_id = alert.id
  and (cast(:everywhere as boolean) or gap.covering_ids && cast(:grantedIds as bigint[])
    or gap.cell_id = any(cast(:ownCells as bigint[])))`;

const isUnread = `alert.id > coalesce((select read_up_to from alert_settings where account_id = :accountId), 0)
  and not exists (select from alert_reads where account_id = :accountId and alert_id = alert.id)`;

/** Alerts raised before there was the account are not its. What was read is not held back any more. */
const isOwn = `alert.raised_at >= (select created_at from accounts where id = :accountId)
  and (cast(:heldSince as timestamptz) is null or alert.raised_at < :heldSince or not (${isUnread}))`;

type Wanted = {
  /** Ids between these, exclusive; newest first, or oldest first from `after`. */
  before?: number | undefined;
  after?: number | undefined;
  onlyUnread?: boolean;
  /** Those raised since are held back. Epoch ms. */
  heldSince: number | null;
  limit: number;
  language: Language;
};

/** A reader's alerts: newest first, or with `after` oldest first. */
export async function listAlerts(db: Knex, reader: Reader, wanted: Wanted): Promise<Alert[]> {
  const { before, after, onlyUnread = false, heldSince, limit, language } = wanted;
  const { rows } = await db.raw(
    `select alert.id, alert.raised_at as "raisedAt", alert.event, alert.kind,
       case when station.id is not null then json_build_object('id', station.id, 'name', station.name) end as station,
       visible.count, visible.closed,
       case when visible.closed = visible.count then visible.closed_at end as "closedAt",
       not (${isUnread}) as "isRead",
       (select json_agg(json_build_object('cell', cell_id, 'area', area_id, 'label', label,
          'message', case when :language = 'zh' then chinese else english end, 'severity', severity, 'since', since,
          'closedAt', closed_at) order by position)
        from (select gap.* ${visibleGaps} order by gap.position limit 5) gap) as places
     from alerts alert left join areas station on station.id = alert.station_id
     join lateral (select cast(count(*) as integer) as count, cast(count(gap.closed_at) as integer) as closed,
       max(gap.closed_at) as closed_at ${visibleGaps}) visible on visible.count > 0
     where ${isOwn} and (cast(:before as bigint) is null or alert.id < :before)
       and (cast(:after as bigint) is null or alert.id > :after) and (not cast(:onlyUnread as boolean) or ${isUnread})
     order by case when cast(:after as bigint) is null then -alert.id else alert.id end
     limit :limit`,
    {
      ...reader,
      ...{ before: before ?? null, after: after ?? null, onlyUnread, limit, language },
      heldSince: heldSince === null ? null : new Date(heldSince),
    },
  );
  return rows.map(toAlert);
}

type Place = Omit<Alert['places'][number], 'cell' | 'area'> & { cell: number | null; area: number | null };
type Row = Omit<Alert, 'raisedAt' | 'closedAt' | 'places'> & {
  raisedAt: Date;
  closedAt: Date | null;
  places: Place[];
};

const toAlert = ({ raisedAt, closedAt, places, ...alert }: Row): Alert => ({
  ...alert,
  raisedAt: raisedAt.toISOString(),
  closedAt: closedAt?.toISOString() ?? null,
  places: places.map(({ cell, area, since, closedAt: placeClosedAt, ...place }) => ({
    ...(cell === null ? {} : { cell }),
    ...(area === null ? {} : { area }),
    ...place,
    since: new Date(since).toISOString(),
    closedAt: placeClosedAt && new Date(placeClosedAt).toISOString(),
  })),
});

const mostCounted = 100;

/** How many alerts are unread, and how many are held back; each up to {@link mostCounted}. */
export async function countUnread(
  db: Knex,
  reader: Reader,
  heldSince: number | null,
): Promise<{ unread: number; held: number }> {
  const visible = `exists (select ${visibleGaps}) and ${isUnread}`;
  const { rows } = await db.raw(
    `select (select count(*) from (select from alerts alert where ${isOwn} and ${visible} limit ${mostCounted}) one) as unread,
       (select count(*) from (select from alerts alert where alert.raised_at >= :heldSince and ${visible}
         limit ${mostCounted}) one) as held`,
    { ...reader, heldSince: heldSince === null ? null : new Date(heldSince) },
  );
  return rows[0];
}

/** The quiet hours that accounts chose, by account; those that chose none have the usual. */
export async function quietHoursOf(
  db: Knex,
  accountIds: readonly number[],
): Promise<(accountId: number) => QuietHours | null> {
  const { rows } = await db.raw(
    `select account_id as id, to_char(quiet_from, 'HH24:MI') as "from", to_char(quiet_to, 'HH24:MI') as "to"
     from alert_settings where account_id = any(:accountIds)`,
    { accountIds },
  );
  const chosen = new Map<number, QuietHours | null>(
    rows.map(({ id, from, to }: { id: number; from: string | null; to: string | null }) => [
      id,
      from === null || to === null ? null : { from, to },
    ]),
  );
  return (accountId) => {
    const hours = chosen.get(accountId);
    return hours === undefined ? quietByDefault : hours;
  };
}

/** How far everything was told, and the newest alert. */
export async function readNews(db: Knex): Promise<{ revision: number; newest: number }> {
  const { rows } = await db.raw(
    `select coalesce((select revision from alert_watch), 0) as revision,
       coalesce((select max(id) from alerts), 0) as newest`,
  );
  return rows[0];
}

/** The newest alert that was raised before an instant; 0 where there is none. */
export async function newestBefore(db: Knex, at: Date): Promise<number> {
  const { rows } = await db.raw('select coalesce(max(id), 0) as id from alerts where raised_at < :at', {
    at,
  });
  return rows[0].id;
}
