import type { Knex } from 'knex';
import type { PersonInput } from './person.ts';

/** A person with the number that was given or found for them. */
export type NumberedPerson = PersonInput & { number: string };

/**
 * Enters people with their certificates and trainings in one statement. Answers the position in `people` and the id of
 * each who was entered; who is missing has a number that somebody else has, here the first of those who share it.
 */
export async function insertPeople(
  db: Knex,
  people: readonly NumberedPerson[],
): Promise<{ index: number; id: number }[]> {
  const { rows } = await db.raw(
    `with given as (
       select distinct on (number) given.* from jsonb_to_recordset(cast(:people as jsonb)) as given(
         index int, number text, name text, kind text, phone text, organisation text, occupation text,
         skills text[], languages text[], "stationAreaId" bigint, "homeAreaId" bigint, availability jsonb,
         "joinedOn" date, "leftOn" date)
       order by number, index
     ), entered as (
       insert into people (number, name, kind, phone, organisation, occupation, skills, languages,
         station_area_id, home_area_id, availability, joined_on, left_on)
       select number, name, kind, phone, organisation, occupation, coalesce(skills, '{}'), coalesce(languages, '{}'),
         "stationAreaId", "homeAreaId", availability, "joinedOn", "leftOn"
       from given order by index
       on conflict (number) do nothing returning id, number
     ), entered_certificates as (
       insert into certificates (person_id, name, skill, number, issued_on, expires_on)
       select entered.id, held.name, held.skill, held.number, held."issuedOn", held."expiresOn"
       from jsonb_to_recordset(cast(:certificates as jsonb)) as held(
         index int, name text, skill text, number text, "issuedOn" date, "expiresOn" date)
       join given on given.index = held.index join entered on entered.number = given.number
     ), entered_trainings as (
       insert into trainings (person_id, held_on, subject, hours, result)
       select entered.id, attended."heldOn", attended.subject, attended.hours, attended.result
       from jsonb_to_recordset(cast(:trainings as jsonb)) as attended(
         index int, "heldOn" date, subject text, hours double precision, result text)
       join given on given.index = attended.index join entered on entered.number = given.number
     )
     select given.index, entered.id from entered join given on given.number = entered.number order by given.index`,
    {
      people: JSON.stringify(people.map((person, index) => ({ ...ownFields(person), index }))),
      certificates: JSON.stringify(
        people.flatMap(({ certificates = [] }, index) => certificates.map((one) => ({ ...one, index }))),
      ),
      trainings: JSON.stringify(
        people.flatMap(({ trainings = [] }, index) => trainings.map((one) => ({ ...one, index }))),
      ),
    },
  );
  return rows;
}

function ownFields({ certificates, trainings, ...fields }: NumberedPerson) {
  return fields;
}
