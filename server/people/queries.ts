import type { Knex } from 'knex';
import { type Scope, stationCondition } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import type { Person } from './person.ts';

/**
 * When the first of a person's certificates ends that no later one replaces: those of one skill (else of one name) count
 * together until the last of them ends.
 */
const nextExpiry = `(select min(kept.ends_on) from (
    select case when bool_and(held.expires_on is not null) then max(held.expires_on) end as ends_on
    from certificates held where held.person_id = person.id group by coalesce(held.skill, held.name)) kept)`;

const teamsNow = `(select coalesce(json_agg(json_build_object('id', team.id, 'name', team.name, 'kind', team.kind)
      order by team.id), '[]')
    from team_members member join teams team on team.id = member.team_id
    where member.person_id = person.id and member.period @> now())`;

const personColumns = `person.id, person.number, person.name, person.kind, person.phone is not null as "hasPhone",
  person.organisation, person.occupation, person.skills, person.languages,
  person.station_area_id as "stationAreaId", person.home_area_id as "homeAreaId", person.availability,
  person.joined_on as "joinedOn", person.left_on as "leftOn", ${nextExpiry} as "nextExpiryOn",
  ${teamsNow} as teams, person.revision, person.erased_at is not null as erased`;

/** A person as other registers name them, in the shape of `personName`; the statement calls the table `person`. */
export const personNameColumn = `json_build_object('id', person.id, 'number', person.number, 'name', person.name,
  'kind', person.kind) as person`;

/** People that the scope covers or who are the caller, as an SQL condition on the table alias `person`. */
export function personCondition(scope: Scope): { sql: string; bindings: Record<string, unknown> } {
  const station = stationCondition(scope, 'person.station_area_id');
  return {
    sql: `(${station.sql} or person.id = cast(:scopePersonId as bigint))`,
    bindings: { ...station.bindings, scopePersonId: scope.ownPersonId },
  };
}

export type PeopleFilter = {
  q?: string | undefined;
  kind?: string | undefined;
  station?: number | undefined;
  skill?: string | undefined;
  team?: number | undefined;
  language?: string | undefined;
  home?: number | undefined;
  /** With us on the day, or not any more. */
  here?: { isHere: boolean; on: string } | undefined;
  expiresBefore?: string | undefined;
};

/** What is searched in, as in the table of the page: whatever a list says of a person. */
const searched = `lower(concat_ws(E'\\n', person.number, person.name, person.organisation, person.occupation,
  array_to_string(person.skills, E'\\n'), array_to_string(person.languages, E'\\n'),
  (select string_agg(area.name, E'\\n') from areas area where area.id in (person.station_area_id, person.home_area_id)),
  (select string_agg(team.name, E'\\n') from team_members member join teams team on team.id = member.team_id
    where member.person_id = person.id and member.period @> now())))`;

function wordsOf(q: string | undefined): string[] | null {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return words.length > 0 ? words : null;
}

/** People by number; those erased are left out. Every word of `q` must occur in what a list says of the person. */
export async function listPeople(
  db: Knex,
  scope: Scope,
  filter: PeopleFilter,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Person[]> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select ${personColumns} from people person
     where ${covered.sql} and person.erased_at is null
       and (cast(:words as text[]) is null or (select bool_and(position(word in ${searched}) > 0)
         from unnest(cast(:words as text[])) word))
       and (cast(:kind as text) is null or person.kind = :kind)
       and (cast(:station as bigint) is null or person.station_area_id = :station)
       and (cast(:skill as text) is null or :skill = any(person.skills))
       and (cast(:team as bigint) is null or exists (select from team_members member
         where member.team_id = :team and member.person_id = person.id and member.period @> now()))
       and (cast(:language as text) is null or :language = any(person.languages))
       and (cast(:home as bigint) is null or person.home_area_id = :home)
       and (cast(:isHere as boolean) is null
         or coalesce(person.left_on > cast(:on as date), true) = cast(:isHere as boolean))
       and (cast(:expiresBefore as date) is null or ${nextExpiry} < cast(:expiresBefore as date))
       and (cast(:after as text) is null or person.number > :after)
     order by person.number limit :limit`,
    {
      ...covered.bindings,
      words: wordsOf(filter.q),
      kind: filter.kind ?? null,
      station: filter.station ?? null,
      skill: filter.skill ?? null,
      team: filter.team ?? null,
      language: filter.language ?? null,
      home: filter.home ?? null,
      isHere: filter.here?.isHere ?? null,
      on: filter.here?.on ?? null,
      expiresBefore: filter.expiresBefore ?? null,
      after: after ?? null,
      limit,
    },
  );
  return rows;
}

/** One person whom the scope covers; throws NotFound for every other. */
export async function getPerson(db: Knex, scope: Scope, id: number): Promise<Person> {
  const [found] = await getPeople(db, scope, [id]);
  if (found) return found;
  throw personNotFound(id);
}

/** These people, by id; throws NotFound with the first that the scope does not cover. */
export async function getPeople(db: Knex, scope: Scope, ids: readonly number[]): Promise<Person[]> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select ${personColumns} from people person where person.id = any(:ids) and ${covered.sql} order by person.id`,
    { ...covered.bindings, ids },
  );
  const found = new Set(rows.map((row: Person) => row.id));
  const missing = ids.find((id) => !found.has(id));
  if (missing !== undefined) throw personNotFound(missing);
  return rows;
}

function personNotFound(id: number): NotFound {
  return new NotFound(
    'person-not-found',
    `There is no person ${id} in your area.`,
    `您的辖区内没有人员 ${id}。`,
  );
}

/** Which of these people were ever engaged in anything, or lead a team. */
export async function engagedPeople(db: Knex, ids: readonly number[]): Promise<number[]> {
  const open = (table: string) => `exists (select from ${table} engaged where engaged.person_id = person.id)`;
  const { rows } = await db.raw(
    `select person.id from people person where person.id = any(:ids) and (${open('assignments')} or ${open('duties')}
       or ${open('device_carriers')} or ${open('team_members')}
       or exists (select from teams where leader_person_id = person.id))`,
    { ids: [...ids] },
  );
  return rows.map((row: { id: number }) => row.id);
}
