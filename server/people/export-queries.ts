import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { WeekHours } from './hours-text.ts';
import { personCondition } from './queries.ts';
import type { SheetField } from './sheet-columns.ts';

/** A row of the spreadsheet of people: one person with the certificate that lasts longest, and the others. */
export type SheetRow = Record<
  Exclude<SheetField, 'kind' | 'availability' | 'skills' | 'languages' | 'otherCertificates' | 'trainings'>,
  string | null
> & {
  kind: string;
  availability: WeekHours[] | null;
  skills: string[];
  languages: string[];
  /** Each with its parts in the order in which a cell says them. */
  otherCertificates: (string | null)[][];
  trainings: (string | null)[][];
};

/** What the spreadsheet says of these people, by number; places by their names, a home with its township before it. */
export async function sheetRows(db: Knex, scope: Scope, ids: readonly number[]): Promise<SheetRow[]> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select person.number, person.name, person.kind, person.phone, person.organisation, person.occupation,
       person.skills, person.languages, person.availability, station.name as station,
       concat_ws('/', township.name, home.name) as home,
       to_char(person.joined_on, 'YYYY-MM-DD') as "joinedOn", to_char(person.left_on, 'YYYY-MM-DD') as "leftOn",
       held.name as certificate, held.skill as "certificateSkill", held.number as "certificateNumber",
       to_char(held.issued_on, 'YYYY-MM-DD') as "certificateIssuedOn",
       to_char(held.expires_on, 'YYYY-MM-DD') as "certificateExpiresOn",
       (select coalesce(json_agg(json_build_array(other.name, other.skill, other.number,
           to_char(other.issued_on, 'YYYY-MM-DD'), to_char(other.expires_on, 'YYYY-MM-DD')) order by other.id), '[]')
         from certificates other where other.person_id = person.id and other.id <> held.id) as "otherCertificates",
       (select coalesce(json_agg(json_build_array(to_char(attended.held_on, 'YYYY-MM-DD'), attended.subject,
           cast(attended.hours as text), attended.result) order by attended.held_on, attended.id), '[]')
         from trainings attended where attended.person_id = person.id) as trainings
     from people person
     left join areas station on station.id = person.station_area_id
     left join areas home on home.id = person.home_area_id
     left join areas township on township.id = home.parent_id
     left join lateral (
       select * from certificates where person_id = person.id order by expires_on desc nulls first, id limit 1
     ) held on true
     where person.id = any(:ids) and ${covered.sql} order by person.number`,
    { ...covered.bindings, ids: [...ids] },
  );
  return rows;
}
