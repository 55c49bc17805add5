import type { Knex } from 'knex';

/**
 * Forgets what imports still hold of somebody who is erased: the rows with their number that wait or were not taken,
 * and what was told of those rows. How many rows there were stays.
 */
export async function forgetRowsOf(trx: Knex, number: string): Promise<void> {
  await trx.raw(
    `with gone as (
       delete from import_features row using imports import
       where import.id = row.import_id and import.kind = 'people' and (row.properties -> 'record' ->> 'number' = :number
         or exists (select from jsonb_array_elements(import.fields) with ordinality as field(said, place)
           where said ->> 'mappedTo' = 'number' and trim(row.properties -> 'cells' ->> cast(place - 1 as integer))
             in (:number, '''' || :number)))
       returning row.import_id, row.index
     ), quoting as (
       select import_id, array_agg(index) as indexes from gone group by import_id
     )
     update imports set
       problems = ${withoutRows('problems')},
       fields = ${withoutSamples},
       result = case when result -> 'skipped' is null then result
         else jsonb_set(result, '{skipped}', ${withoutRows("result -> 'skipped'")}) end
     from quoting where imports.id = quoting.import_id`,
    { number },
  );
}

const withoutRows = (list: string) => `(
  select coalesce(jsonb_agg(told order by place), '[]') from jsonb_array_elements(${list}) with ordinality as each(told, place)
  where told ->> 'index' is null or cast(told ->> 'index' as integer) <> all(quoting.indexes))`;

/** The fields of an import without what their first cells say. */
export const withoutSamples = `(
  select coalesce(jsonb_agg(said || '{"sample": null}' order by place), '[]')
  from jsonb_array_elements(fields) with ordinality as field(said, place))`;
