import type { Knex } from 'knex';
import { type Scope, stationCondition } from '../access/scope.ts';
import type { Engagement, Leaving } from './engagement-store.ts';
import { classifiedRows, fileColumns, type ImportDefaults, type RowAction } from './import-file.ts';
import { entriesNow, fileLists } from './import-lists.ts';

export type ActionCount = { action: RowAction; count: number };

/** How many rows of an import would do what. */
export async function countActions(
  db: Knex,
  scope: Scope,
  importId: number,
  defaults: ImportDefaults,
): Promise<ActionCount[]> {
  const { sql, bindings } = classifiedRows(scope, importId, defaults);
  const { rows } = await db.raw(
    `${sql} select action, cast(count(*) as integer) as count from classified group by action order by action`,
    bindings,
  );
  return rows;
}

export type ReviewedRow = {
  index: number;
  row: number;
  number: string;
  name: string | null;
  action: RowAction;
  /** What would be written, and what is there now; of a phone only that there is one. */
  after: Record<string, unknown> | null;
  before: Record<string, unknown> | null;
};

/** Rows of an import that would do one of these things, in the order of the sheet, behind an index. */
export async function reviewRows(
  db: Knex,
  scope: Scope,
  importId: number,
  defaults: ImportDefaults,
  { actions, after, limit }: { actions: readonly RowAction[]; after: number; limit: number },
): Promise<ReviewedRow[]> {
  const { sql, bindings } = classifiedRows(scope, importId, defaults);
  const { rows } = await db.raw(
    `${sql} select index, row_number as row, said ->> 'number' as number,
       coalesce(after_all ->> 'name', case when action <> 'foreign' then before_all ->> 'name' end) as name, action, after,
       case when person_id is not null and action <> 'foreign' then (
         select jsonb_object_agg(key, case when key = 'phone' and before_all ->> key is not null then '"•••"'
           else before_all -> key end) from jsonb_object_keys(after) key) end as before
     from classified where action = any(:actions) and index > :after order by index limit :limit`,
    { ...bindings, actions: [...actions], after, limit },
  );
  return rows;
}

/** The number's holders among the rows of an import, to be held while it is committed. */
export async function holdersOf(trx: Knex, importId: number): Promise<number[]> {
  const { rows } = await trx.raw(
    `select id from people where number in (
       select properties -> 'record' ->> 'number' from import_features where import_id = :importId and is_valid)`,
    { importId },
  );
  return rows.map((row: { id: number }) => row.id);
}

/** What the register has words for: skills and languages of people, and skills that rules ask for. */
export async function knownWords(db: Knex): Promise<{ skills: string[]; languages: string[] }> {
  const { rows } = await db.raw(
    `select array(select unnest(skills) from people union select requires ->> 'skill' from rules
         where requires ->> 'skill' is not null union select skill from certificates where skill is not null) as skills,
       array(select distinct unnest(languages) from people) as languages`,
  );
  return rows[0];
}

export type PlaceRow = {
  id: number;
  kind: string;
  name: string;
  code: string | null;
  parent: string | null;
  isCovered: boolean;
};

/**
 * Stations that the scope covers, and all villages and communities, by what a spreadsheet may call them: whoever serves
 * at a station may live elsewhere.
 */
export async function placesOf(db: Knex, scope: Scope): Promise<PlaceRow[]> {
  const { rows } = await db.raw(
    `select area.id, area.kind, area.name, area.code, parent.name as parent,
       (:everywhere or area.id = any(:areaIds)) as "isCovered"
     from areas area left join areas parent on parent.id = area.parent_id
     where area.kind in ('village', 'community')
       or area.kind = 'station' and (:everywhere or area.id = any(:areaIds))
     order by area.id`,
    { everywhere: scope.everywhere, areaIds: [...scope.areaIds] },
  );
  return rows;
}

/** Why somebody whom an import entered cannot be taken out of the register again. */
const uses = `array_remove(array[
    case when exists (select from accounts used where used.person_id = person.id) then 'account' end,
    case when exists (select from assignments used where used.person_id = person.id) then 'assignment' end,
    case when exists (select from proposed_assignments used where used.person_id = person.id) then 'proposal' end,
    case when exists (select from decision_versions used where used.person_id = person.id) then 'decision' end,
    case when exists (select from duties used where used.person_id = person.id) then 'duty' end,
    case when exists (select from team_members used where used.person_id = person.id)
      or exists (select from teams used where used.leader_person_id = person.id) then 'team' end,
    case when exists (select from device_carriers used where used.person_id = person.id) then 'device' end,
    case when exists (select from looks used where used.person_id = person.id) then 'look' end,
    ${fileLists
      .map(
        ({ key }) => `case when (select count(*) from ${key} used where used.person_id = person.id)
      > jsonb_array_length(coalesce(change.after -> '${key}', '[]')) then '${key}' end`,
      )
      .join(', ')}], null)`;

/** Whether somebody is engaged in something at or after the day on which they had left before the import. */
const isEngagedSince = `(${['assignments', 'duties', 'team_members', 'device_carriers']
  .map(
    (table) => `exists (select from ${table} used where used.person_id = person.id
      and used.period && tstzrange(cast(change.before ->> 'leftOn' as timestamp) at time zone :timeZone, null))`,
  )
  .join(' or ')})`;

/**
 * What undoing an import would do to each of its people: `undoing` has person_id, is_created, before, kept (names of
 * fields that were changed since), restored (those that were not), uses, is_engaged (the day of leaving stays, for there
 * is something beyond the one before), and outcome: remove, restore, or why not: erased, foreign, used, changed. Begins
 * with `with`.
 */
export function undoingRows(
  scope: Scope,
  timeZone: string,
  importId: number,
): { sql: string; bindings: Record<string, unknown> } {
  const covered = stationCondition(scope, 'person.station_area_id');
  return {
    sql: `with compared as materialized (
        select change.*, person.erased_at is not null as is_erased,
          ${covered.sql} as is_covered,
          ${fileColumns} || jsonb_build_object(${fileLists.map(({ key }) => `'${key}', ${key}_now.value`).join(', ')}) as now,
          ${uses} as uses, ${fileLists.map(({ key }) => `${key}_now.ids as ${key}_ids`).join(', ')},
          change.after -> 'leftOn' is not null and change.before ->> 'leftOn' is not null and ${isEngagedSince} as is_engaged
        from people_import_changes change join people person on person.id = change.person_id
        ${fileLists.map(entriesNow).join(' ')}
        where change.import_id = :importId
      ), sorted as materialized (
        select compared.*, fields.kept, fields.restored
        from compared
        left join lateral (
          select coalesce(array_agg(key order by key) filter (where value is distinct from now -> key), '{}') as kept,
            coalesce(array_agg(key order by key) filter (
              where value is not distinct from now -> key and not (key = 'leftOn' and is_engaged)), '{}') as restored
          from jsonb_each(after)
        ) fields on true
      ), undoing as materialized (
        select sorted.*, case
            when is_erased then 'erased'
            when not is_covered then 'foreign'
            when is_created and cardinality(uses) > 0 then 'used'
            when is_created and (cardinality(kept) > 0 or is_changed) then 'changed'
            when is_created then 'remove'
            when cardinality(restored) > 0 then 'restore'
            else 'changed'
          end as outcome
        from (
          -- Somebody whom the import entered has nothing that it did not say.
          select sorted.*, is_created and exists (select from jsonb_each(now) where value not in ('null', '[]')
            and after -> key is null) as is_changed from sorted
        ) sorted
      )`,
    bindings: { ...covered.bindings, importId, timeZone },
  };
}

/** The people among these whom the scope covers and who are not erased. */
export async function namesOf(
  db: Knex,
  scope: Scope,
  ids: readonly number[],
): Promise<{ id: number; number: string; name: string }[]> {
  const covered = stationCondition(scope, 'person.station_area_id');
  const { rows } = await db.raw(
    `select id, number, name from people person where id = any(:ids) and erased_at is null and ${covered.sql}`,
    { ...covered.bindings, ids: [...ids] },
  );
  return rows;
}

export type KeptPerson = {
  personId: number;
  row: number;
  outcome: 'erased' | 'foreign' | 'used' | 'changed' | 'restore';
  kept: string[];
  uses: string[];
  /** What leaving by the import ended and cannot go on. */
  ended: Engagement[];
  /** The day of leaving stays: they are engaged in something beyond the one that they had before. */
  isEngaged: boolean;
};

/** Whom undoing an import lets stay, so that what they were engaged in goes on. */
export async function stayingOnUndo(
  db: Knex,
  scope: Scope,
  timeZone: string,
  importId: number,
): Promise<(Leaving & { row: number })[]> {
  const { sql, bindings } = undoingRows(scope, timeZone, importId);
  const { rows } = await db.raw(
    `${sql} select person_id as "personId", row_number as row, cast(before ->> 'endedAt' as timestamptz) as at,
       before -> 'ended' as ended
     from undoing where outcome = 'restore' and 'leftOn' = any(restored) and before ->> 'endedAt' is not null
     order by row_number`,
    bindings,
  );
  return rows;
}

/** People of an import whom undoing it leaves, wholly or in some fields, as they are; the first so many. */
export async function keptOnUndo(
  db: Knex,
  scope: Scope,
  timeZone: string,
  importId: number,
  limit: number,
): Promise<KeptPerson[]> {
  const { sql, bindings } = undoingRows(scope, timeZone, importId);
  const { rows } = await db.raw(
    `${sql} select person_id as "personId", row_number as row, outcome, kept, uses,
       array[]::text[] as ended, is_engaged as "isEngaged"
     from undoing where outcome not in ('remove', 'restore') or outcome = 'restore'
       and (cardinality(kept) > 0 or is_engaged)
     order by row_number limit :limit`,
    { ...bindings, limit },
  );
  return rows;
}
