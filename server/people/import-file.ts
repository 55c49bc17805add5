import { type Scope, stationCondition } from '../access/scope.ts';
import { changedEntries, fileLists, sideOf } from './import-lists.ts';

/** What an import gives those whom it enters and whose row does not say it. */
export type ImportDefaults = { kind: string | null; stationAreaId: number | null };

export const refusalWords = [
  'foreign',
  'name-missing',
  'kind-missing',
  'station-missing',
  'left-before-joined',
  'expires-before-issued',
  'area-gone',
] as const;
export type RefusalWord = (typeof refusalWords)[number];
/** What becomes of a row of an import. */
export type RowAction = 'create' | 'update' | 'unchanged' | RefusalWord;

/** A person's file by the names of an import, of the table alias `person`; without certificates. */
export const fileColumns = `jsonb_build_object('name', person.name, 'kind', person.kind, 'phone', person.phone,
  'organisation', person.organisation, 'occupation', person.occupation, 'skills', to_jsonb(person.skills),
  'languages', to_jsonb(person.languages), 'stationAreaId', person.station_area_id, 'homeAreaId', person.home_area_id,
  'availability', person.availability, 'joinedOn', to_char(person.joined_on, 'YYYY-MM-DD'),
  'leftOn', to_char(person.left_on, 'YYYY-MM-DD'))`;

/**
 * The rows of an import against the register as it is: `classified` has index, row_number, said (the row's record),
 * person_id (of the number's holder), certificates_changes and trainings_changes (see {@link changedEntries}),
 * before_all and after_all (jsonb), after (what would change, null for nothing) and action (see {@link RowAction}).
 * Begins with `with`.
 */
export function classifiedRows(
  scope: Scope,
  importId: number,
  { kind, stationAreaId }: ImportDefaults,
): { sql: string; bindings: Record<string, unknown> } {
  const covered = stationCondition(scope, 'person.station_area_id');
  return {
    sql: `with given as (
        select index, row_number, properties -> 'record' as said
        from import_features where import_id = :importId and is_valid
      ), matched as materialized (
        select given.*, person.id as person_id, person.erased_at is null and ${covered.sql} as is_covered,
          case when person.id is not null then ${fileColumns} end as file,
          ${fileLists.map(({ key }) => `${key}_list.changed as ${key}_changes`).join(', ')}
        from given left join people person on person.number = given.said ->> 'number'
        ${fileLists.map(changedEntries).join(' ')}
      ), wanted as materialized (
        select matched.*,
          coalesce(file, '{}') || ${fileLists.map((list) => sideOf(list, 'before')).join(' || ')} as before_all,
          case when person_id is null then jsonb_strip_nulls(jsonb_build_object('kind', cast(:defaultKind as text),
              'stationAreaId', cast(:defaultStation as bigint))) else '{}' end
            || (said - cast(array['number', 'certificates', 'trainings'] as text[]))
            || ${fileLists.map((list) => sideOf(list, 'after')).join(' || ')} as after_all
        from matched
      ), classified as materialized (
        select wanted.*, changed.after,
          case
            when person_id is not null and not is_covered then 'foreign'
            when person_id is null and after_all ->> 'name' is null then 'name-missing'
            when person_id is null and after_all ->> 'kind' is null then 'kind-missing'
            when person_id is null and after_all ->> 'stationAreaId' is null and not :mayLackStation then 'station-missing'
            when (before_all || after_all) ->> 'leftOn' < (before_all || after_all) ->> 'joinedOn' then 'left-before-joined'
            when exists (select from jsonb_array_elements(after_all -> 'certificates') one
              where one ->> 'expiresOn' <= one ->> 'issuedOn') then 'expires-before-issued'
            when after_all ->> 'stationAreaId' is not null and station.id is null
              or after_all ->> 'homeAreaId' is not null and home.id is null then 'area-gone'
            when person_id is null then 'create'
            when changed.after is null then 'unchanged'
            else 'update'
          end as action
        from wanted
        left join lateral (
          select jsonb_object_agg(key, value) as after from jsonb_each(after_all)
          where value is distinct from coalesce(before_all -> key, 'null')
        ) changed on true
        left join areas station on station.id = cast(after_all ->> 'stationAreaId' as bigint)
        left join areas home on home.id = cast(after_all ->> 'homeAreaId' as bigint)
      )`,
    bindings: {
      ...covered.bindings,
      importId,
      defaultKind: kind,
      defaultStation: stationAreaId,
      mayLackStation: scope.includesDistrict,
    },
  };
}
