import { type Scope, stationCondition } from '../access/scope.ts';

/** What an import gives those whom it enters and whose row does not say it. */
export type ImportDefaults = { kind: string | null; stationAreaId: number | null };

export const refusalWords = [
  'foreign',
  'name-missing',
  'kind-missing',
  'station-missing',
  'left-before-joined',
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

export const certificateColumns = `jsonb_build_object('id', held.id, 'name', held.name, 'skill', held.skill,
  'number', held.number, 'issuedOn', to_char(held.issued_on, 'YYYY-MM-DD'),
  'expiresOn', to_char(held.expires_on, 'YYYY-MM-DD'))`;

/**
 * The rows of an import against the register as it is: `classified` has index, row_number, said (the row's record),
 * person_id (of the number's holder), held (the certificate meant), before_all and after_all (jsonb), after (what would
 * change, null for nothing) and action (see {@link RowAction}). A row's certificate is that of its name and, where it
 * says one, its number; what the row does not say of it stays. Begins with `with`.
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
          case when person.id is not null then ${fileColumns} end as file, certificate.held
        from given left join people person on person.number = given.said ->> 'number'
        left join lateral (
          select ${certificateColumns} as held from certificates held
          where held.person_id = person.id and held.name = given.said -> 'certificate' ->> 'name'
            and (given.said -> 'certificate' ->> 'number' is null
              or held.number = given.said -> 'certificate' ->> 'number')
          order by held.expires_on desc nulls first, held.id limit 1
        ) certificate on true
      ), wanted as materialized (
        select matched.*,
          coalesce(file, '{}') || jsonb_build_object('certificate', held - 'id') as before_all,
          case when person_id is null then jsonb_strip_nulls(jsonb_build_object('kind', cast(:defaultKind as text),
              'stationAreaId', cast(:defaultStation as bigint))) else '{}' end
            || (said - 'number' - 'certificate')
            || case when said -> 'certificate' is null then '{}' else jsonb_build_object('certificate',
                coalesce(held - 'id', '{"skill": null, "number": null, "issuedOn": null, "expiresOn": null}')
                || jsonb_strip_nulls(said -> 'certificate')) end as after_all
        from matched
      ), classified as materialized (
        select wanted.*, changed.after,
          case
            when person_id is not null and not is_covered then 'foreign'
            when person_id is null and after_all ->> 'name' is null then 'name-missing'
            when person_id is null and after_all ->> 'kind' is null then 'kind-missing'
            when person_id is null and after_all ->> 'stationAreaId' is null and not :mayLackStation then 'station-missing'
            when (before_all || after_all) ->> 'leftOn' < (before_all || after_all) ->> 'joinedOn' then 'left-before-joined'
            when (after_all -> 'certificate') ->> 'expiresOn' <= (after_all -> 'certificate') ->> 'issuedOn'
              then 'left-before-joined'
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
