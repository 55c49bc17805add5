/** What a person's file holds several of, as an import sees it. */
export type FileList = {
  /** The name in a row's record, and of what an import notes. */
  key: 'certificates' | 'trainings';
  /** What of the table alias `held` a row may say, as jsonb. */
  value: string;
  /** Whether `held` is what the jsonb `one.value` means. */
  isMeant: string;
  /** What tells two entries of a row apart. */
  fields: readonly string[];
  /** Which of several is meant. */
  order: string;
  /** What is not said of a new one. */
  blank: string;
  /** Columns but for whose it is, and their values from the jsonb `entry`. */
  columns: readonly (readonly [column: string, value: string])[];
};

export const fileLists: readonly FileList[] = [
  {
    key: 'certificates',
    value: `jsonb_build_object('name', held.name, 'skill', held.skill, 'number', held.number,
      'issuedOn', to_char(held.issued_on, 'YYYY-MM-DD'), 'expiresOn', to_char(held.expires_on, 'YYYY-MM-DD'))`,
    isMeant: `held.name = one.value ->> 'name'
      and (one.value ->> 'number' is null or held.number = one.value ->> 'number')`,
    fields: ['name', 'number'],
    order: 'held.expires_on desc nulls first',
    blank: '{"skill": null, "number": null, "issuedOn": null, "expiresOn": null}',
    columns: [
      ['name', `entry ->> 'name'`],
      ['skill', `entry ->> 'skill'`],
      ['number', `entry ->> 'number'`],
      ['issued_on', `cast(entry ->> 'issuedOn' as date)`],
      ['expires_on', `cast(entry ->> 'expiresOn' as date)`],
    ],
  },
  {
    key: 'trainings',
    value: `jsonb_build_object('heldOn', to_char(held.held_on, 'YYYY-MM-DD'), 'subject', held.subject,
      'hours', held.hours, 'result', held.result)`,
    isMeant: `held.held_on = cast(one.value ->> 'heldOn' as date) and held.subject = one.value ->> 'subject'`,
    fields: ['heldOn', 'subject'],
    order: 'held.hours desc nulls last',
    blank: '{"hours": null, "result": null}',
    columns: [
      ['held_on', `cast(entry ->> 'heldOn' as date)`],
      ['subject', `entry ->> 'subject'`],
      ['hours', `cast(entry ->> 'hours' as double precision)`],
      ['result', `entry ->> 'result'`],
    ],
  },
];

/**
 * Joins what a row's list would change: `<key>_list.changed` is an array of { id, before, after }, null where there is
 * nothing. An entry means the one that it says in every part, else one that no other entry says and none before it means;
 * what it leaves blank stays.
 */
export function changedEntries({ key, value, isMeant, fields, order, blank }: FileList): string {
  const isSame = fields.map((field) => `other.value -> '${field}' = one.value -> '${field}'`).join(' and ');
  return `left join lateral (
      select jsonb_agg(jsonb_build_object('id', found.id, 'before', found.value, 'after', merged.value) order by one.place)
        filter (where merged.value is distinct from found.value) as changed
      from jsonb_array_elements(given.said -> '${key}') with ordinality one(value, place)
      left join lateral (
        select held.id, ${value} as value from ${key} held
        where held.person_id = person.id and ${isMeant} and not exists (
          select from jsonb_array_elements(given.said -> '${key}') with ordinality other(value, place)
          where other.place <> one.place and one.value <> ${value}
            and (other.value = ${value} or other.place < one.place and ${isSame}))
        order by ${value} = one.value desc, ${order}, held.id limit 1
      ) found on true
      cross join lateral (
        select coalesce(found.value, '${blank}') || jsonb_strip_nulls(one.value) as value
      ) merged
    ) ${key}_list on true`;
}

/** One side of what changes in a list, under its key; nothing where nothing does. */
export function sideOf({ key }: FileList, side: 'before' | 'after'): string {
  return `case when ${key}_changes is null then '{}'
    else jsonb_build_object('${key}', jsonb_path_query_array(${key}_changes, '$[*].${side}')) end`;
}

/** Statements that enter and change the entries of `done`, whose lists were found by {@link changedEntries}. */
export function writtenEntries({ key, columns }: FileList): string {
  const names = columns.map(([column]) => column).join(', ');
  const values = columns.map(([, value]) => value).join(', ');
  const listed = `(select person_id, index, place, one ->> 'id' as id, one -> 'after' as entry
      from done cross join lateral jsonb_array_elements(${key}_changes) with ordinality changed(one, place)) listed`;
  return `entered_${key} as (
      insert into ${key} (person_id, ${names}) select person_id, ${values} from ${listed}
      where id is null order by index, place
    ), changed_${key} as (
      update ${key} set ${columns.map(([column, value]) => `${column} = ${value}`).join(', ')} from ${listed}
      where ${key}.id = cast(listed.id as bigint)
    )`;
}

/**
 * Joins how the entries that an import wrote stand now: `<key>_now.value` is an array beside the one of `change.after`,
 * null where an entry is another one since, `<key>_now.ids` their ids.
 */
export function entriesNow({ key, value }: FileList): string {
  return `left join lateral (
      select jsonb_agg(found.value order by one.place) as value, jsonb_agg(found.id order by one.place) as ids
      from jsonb_array_elements(change.after -> '${key}') with ordinality one(value, place)
      left join lateral (
        select held.id, ${value} as value from ${key} held
        where held.person_id = person.id and ${value} = one.value order by held.id limit 1
      ) found on true
    ) ${key}_now on true`;
}

/** Statements that give the entries of `restoring` back what they were, and take out those that were not there. */
export function restoredEntries({ key, columns }: FileList): string {
  const listed = `(select cast(${key}_ids ->> cast(place - 1 as integer) as bigint) as id, entry
      from restoring cross join lateral jsonb_array_elements(back -> '${key}') with ordinality given(entry, place)) listed`;
  return `removed_${key} as (
      delete from ${key} using ${listed} where listed.entry = 'null' and ${key}.id = listed.id
    ), restored_${key} as (
      update ${key} set ${columns.map(([column, value]) => `${column} = ${value}`).join(', ')} from ${listed}
      where jsonb_typeof(listed.entry) = 'object' and ${key}.id = listed.id
    )`;
}
