import type { Knex } from 'knex';
import { epochMs } from '../database/epoch.ts';
import { sideBySide } from '../database/side-by-side.ts';
import type { AvailableHours, PersonFacts } from './person.ts';

/**
 * What rules ask of people: of these, or of everybody who was ever assigned. Whoever is not among the answer is assigned
 * nowhere.
 */
export async function readPeople(
  db: Knex,
  timeZone: string,
  personIds: readonly number[] | null,
): Promise<PersonFacts[]> {
  const [assigned, files] = await sideBySide(
    db,
    () => readAssigned(db, personIds),
    () => readFiles(db, timeZone, personIds),
  );
  return assemble(assigned, files);
}

/** As columns: as rows, 30,000 take three times as long. */
async function readAssigned(db: Knex, personIds: readonly number[] | null): Promise<AssignedColumns> {
  const { rows } = await db.raw(
    `select json_build_array(coalesce(json_agg(person_id), '[]'), json_agg(coalesce(cell_id, -area_id)), json_agg(role),
       json_agg(${epochMs('lower(period)')}), json_agg(${epochMs('upper(period)')})) as assigned
     from assignments where cast(:personIds as bigint[]) is null or person_id = any(:personIds)`,
    { personIds },
  );
  return rows[0].assigned;
}

async function readFiles(db: Knex, timeZone: string, personIds: readonly number[] | null): Promise<Files> {
  const { rows } = await db.raw(
    `with concerned as materialized (
       select id, kind, skills, availability,
         ${epochMs('cast(joined_on as timestamp) at time zone :timeZone')} as joined_ms,
         ${epochMs('cast(left_on as timestamp) at time zone :timeZone')} as left_ms
       from people where (cast(:personIds as bigint[]) is null or id = any(:personIds))
         and exists (select from assignments where person_id = people.id)
     )
     select (select json_build_array(coalesce(json_agg(id), '[]'), json_agg(kind), json_agg(joined_ms), json_agg(left_ms),
         json_agg(nullif(skills, '{}')), json_agg(availability)) from concerned) as people,
       (select coalesce(json_agg(json_build_array(person_id, skill,
           ${epochMs('cast(issued_on as timestamp) at time zone :timeZone')},
           ${epochMs('cast(expires_on as timestamp) at time zone :timeZone')})), '[]')
         from certificates where skill is not null and person_id in (select id from concerned)) as certificates,
       (select coalesce(json_agg(json_build_array(person_id, teams.kind, ${epochMs('lower(period)')},
           ${epochMs('upper(period)')})), '[]')
         from team_members join teams on teams.id = team_members.team_id
         where person_id in (select id from concerned)) as teams`,
    { personIds, timeZone },
  );
  return rows[0];
}

type Instant = number | null;
type AssignedColumns = [
  personIds: number[],
  places: number[],
  roles: string[],
  from: Instant[],
  to: Instant[],
];
type Files = {
  people: [
    ids: number[],
    kinds: string[],
    joinedAt: Instant[],
    leftAt: Instant[],
    skills: (string[] | null)[],
    availability: (AvailableHours[] | null)[],
  ];
  certificates: [personId: number, skill: string, from: Instant, to: Instant][];
  teams: [personId: number, kind: string, from: Instant, to: Instant][];
};

type Growing = PersonFacts & {
  certificates: PersonFacts['certificates'][number][];
  teams: PersonFacts['teams'][number][];
  assigned: PersonFacts['assigned'][number][];
};

function assemble(assigned: AssignedColumns, { people, certificates, teams }: Files): PersonFacts[] {
  const [ids, kinds, joinedAt, leftAt, skills, availability] = people;
  const known = new Map<number, Growing>();
  ids.forEach((id, index) => {
    known.set(id, {
      id,
      kind: kinds[index] ?? '',
      skills: skills[index] ?? [],
      joinedAt: beginOf(joinedAt[index]),
      leftAt: endOf(leftAt[index]),
      availability: availability[index] ?? null,
      certificates: [],
      teams: [],
      assigned: [],
    });
  });
  const [personIds, places, roles, froms, tos] = assigned;
  personIds.forEach((personId, index) => {
    known.get(personId)?.assigned.push({
      place: places[index] ?? 0,
      role: roles[index] ?? '',
      from: beginOf(froms[index]),
      to: endOf(tos[index]),
    });
  });
  for (const [personId, skill, from, to] of certificates)
    known.get(personId)?.certificates.push({ skill, from: beginOf(from), to: endOf(to) });
  for (const [personId, kind, from, to] of teams)
    known.get(personId)?.teams.push({ kind, from: beginOf(from), to: endOf(to) });
  return [...known.values()];
}

const beginOf = (at: Instant | undefined) => at ?? Number.NEGATIVE_INFINITY;
const endOf = (at: Instant | undefined) => at ?? Number.POSITIVE_INFINITY;
