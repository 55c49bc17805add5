import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { raiseStaffRevision } from '../database/revision.ts';
import type { Leaving } from './engagement-store.ts';
import { classifiedRows, type ImportDefaults, type RowAction } from './import-file.ts';
import { fileLists, restoredEntries, writtenEntries } from './import-lists.ts';
import { undoingRows } from './import-queries.ts';

export type Written = {
  created: number;
  updated: number;
  unchanged: number;
  /** Rows that were not taken, with the reason; `number-taken` where somebody got the number in this instant. */
  refused: { index: number; row: number; reason: RowAction | 'number-taken' }[];
  /** Whose day of leaving was set, and to which. */
  left: { personId: number; leftOn: string }[];
};

/** The values of `source` (jsonb) that it names, over what the person has. */
const assigned = (source: string) => {
  const text = (key: string, column: string) =>
    `${column} = case when ${source} -> '${key}' is null then person.${column} else ${source} ->> '${key}' end`;
  const as = (key: string, column: string, type: string) =>
    `${column} = case when ${source} -> '${key}' is null then person.${column}
       else cast(${source} ->> '${key}' as ${type}) end`;
  const list = (key: string) =>
    `${key} = case when jsonb_typeof(${source} -> '${key}') = 'array'
       then array(select jsonb_array_elements_text(${source} -> '${key}')) else person.${key} end`;
  return [
    text('name', 'name'),
    text('kind', 'kind'),
    text('phone', 'phone'),
    text('organisation', 'organisation'),
    text('occupation', 'occupation'),
    list('skills'),
    list('languages'),
    as('stationAreaId', 'station_area_id', 'bigint'),
    as('homeAreaId', 'home_area_id', 'bigint'),
    as('joinedOn', 'joined_on', 'date'),
    as('leftOn', 'left_on', 'date'),
    'revision = person.revision + 1',
    `availability = case when ${source} -> 'availability' is null then person.availability
       else nullif(${source} -> 'availability', 'null') end`,
  ].join(', ');
};

/**
 * Takes the good rows of an import over in one statement: enters, updates, and writes down what it did to whom, for
 * undoing it. The holders of the numbers are to be held before.
 */
export async function writeImport(
  trx: Knex,
  scope: Scope,
  importId: number,
  defaults: ImportDefaults,
): Promise<Written> {
  const { sql, bindings } = classifiedRows(scope, importId, defaults);
  const listed = fileLists.map(({ key }) => `${key}_changes`).join(', ');
  const { rows } = await trx.raw(
    `${sql}, inserted as (
       insert into people (number, name, kind, phone, organisation, occupation, skills, languages, station_area_id,
         home_area_id, availability, joined_on, left_on)
       select said ->> 'number', after ->> 'name', after ->> 'kind', after ->> 'phone', after ->> 'organisation',
         after ->> 'occupation', array(select jsonb_array_elements_text(after -> 'skills')),
         array(select jsonb_array_elements_text(after -> 'languages')), cast(after ->> 'stationAreaId' as bigint),
         cast(after ->> 'homeAreaId' as bigint), nullif(after -> 'availability', 'null'),
         cast(after ->> 'joinedOn' as date), cast(after ->> 'leftOn' as date)
       from classified where action = 'create' order by index
       on conflict (number) do nothing returning id, number
     ), updated as (
       update people person set ${assigned('classified.after')}
       from classified where classified.action = 'update' and person.id = classified.person_id
     ), done as (
       select index, row_number, person_id, false as is_created, after, ${listed},
         (select jsonb_object_agg(key, coalesce(before_all -> key, 'null')) from jsonb_object_keys(after) key) as before
       from classified where action = 'update'
       union all
       select index, row_number, inserted.id, true, after, ${listed}, null
       from classified join inserted on inserted.number = classified.said ->> 'number' where action = 'create'
     ), ${fileLists.map(writtenEntries).join(', ')}, noted as (
       insert into people_import_changes (import_id, person_id, row_number, is_created, before, after)
       select :importId, person_id, row_number, is_created, before, after from done order by index
     )
     select (select cast(count(*) as integer) from done where is_created) as created,
       (select cast(count(*) as integer) from done where not is_created) as updated,
       (select cast(count(*) as integer) from classified where action = 'unchanged') as unchanged,
       (select coalesce(json_agg(json_build_object('index', index, 'row', row_number, 'reason',
           case when action = 'create' then 'number-taken' else action end) order by index), '[]')
         from classified where action not in ('create', 'update', 'unchanged')
           or action = 'create' and not exists (select from inserted where inserted.number = said ->> 'number')) as refused,
       (select coalesce(json_agg(json_build_object('personId', person_id, 'leftOn', after ->> 'leftOn')
           order by person_id), '[]')
         from done where not is_created and after ->> 'leftOn' is not null) as left`,
    bindings,
  );
  await raiseStaffRevision(trx, null);
  return rows[0];
}

/** Writes down of whom an import ended what by their leaving, for undoing that too. */
export async function noteEnded(trx: Knex, importId: number, leaving: readonly Leaving[]): Promise<void> {
  await trx.raw(
    `update people_import_changes change
     set before = change.before || jsonb_build_object('ended', given.ended, 'endedAt', given.ended_at)
     from unnest(:ids::bigint[], :ended::jsonb[], :ats::timestamptz[]) as given(person_id, ended, ended_at)
     where change.import_id = :importId and change.person_id = given.person_id`,
    {
      importId,
      ids: leaving.map(({ personId }) => personId),
      ended: leaving.map(({ ended }) => JSON.stringify(ended)),
      ats: leaving.map(({ at }) => at),
    },
  );
}

/**
 * Takes out whom an import entered and who was not used since, and gives those whom it changed what they had before, in
 * the fields that nobody changed since; answers how many.
 */
export async function undoWritten(
  trx: Knex,
  scope: Scope,
  timeZone: string,
  importId: number,
): Promise<{ removed: number; restored: number }> {
  const { sql, bindings } = undoingRows(scope, timeZone, importId);
  const { rows } = await trx.raw(
    `${sql}, restoring as (
       select person_id, ${fileLists.map(({ key }) => `${key}_ids`).join(', ')}, back
       from undoing cross join lateral (
         select jsonb_object_agg(key, before -> key) as back from unnest(restored) key) given
       where outcome = 'restore'
     ), restored as (
       update people person set ${assigned('restoring.back')} from restoring where person.id = restoring.person_id
       returning 1
     ), ${fileLists.map(restoredEntries).join(', ')}, removed as (
       delete from people using undoing where undoing.outcome = 'remove' and people.id = undoing.person_id returning 1
     )
     select (select cast(count(*) as integer) from removed) as removed,
       (select cast(count(*) as integer) from restored) as restored`,
    bindings,
  );
  await raiseStaffRevision(trx, null);
  return rows[0];
}

/** Holds those whom an import touched until the transaction ends. */
export async function holdImported(trx: Knex, importId: number): Promise<void> {
  await trx.raw(
    `select id from people where id in (select person_id from people_import_changes where import_id = :importId)
     order by id for no key update`,
    { importId },
  );
}

/** Forgets what imports did so many days ago; they can be undone no more. */
export async function forgetImportChanges(db: Knex, days: number): Promise<void> {
  await db.raw(
    `delete from people_import_changes change using imports
     where imports.id = change.import_id and committed_at < now() - make_interval(days => :days)`,
    { days },
  );
}

/** Forgets what imports wrote of somebody who is erased; that they did stays. */
export async function blankImportChanges(trx: Knex, personId: number): Promise<void> {
  await trx('people_import_changes').where({ person_id: personId }).update({ before: null, after: null });
}
