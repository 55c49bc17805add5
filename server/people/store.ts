import type { Knex } from 'knex';
import { raiseStaffRevision } from '../database/revision.ts';
import { blankImportChanges } from './import-store.ts';
import type { PersonChange } from './person.ts';

/** Absent fields stay, null clears. */
export async function updatePerson(
  db: Knex,
  id: number,
  change: Omit<PersonChange, 'revision'>,
): Promise<void> {
  const columns = columnsOf(change);
  if (Object.keys(columns).length === 0) return;
  await db('people').where({ id }).update(columns);
  await raiseFile(db, id);
}

/** The file is another one now, and who counts as what may be too. */
export async function raiseFile(db: Knex, id: number): Promise<void> {
  await db('people').where({ id }).increment('revision', 1);
  await raiseStaffRevision(db, [id]);
}

/**
 * Holds these people until the transaction ends, so that what is entered for them and their leaving come one
 * after the other. Taken in order of id: two batches cannot wait for each other.
 */
export async function lockPeople(db: Knex, ids: readonly number[]): Promise<void> {
  await db.raw('select id from people where id = any(:ids) order by id for no key update', { ids });
}

/**
 * Replaces identity by a number and forgets what the file held and when the person was on duty; the row stays for what
 * refers to it.
 */
export async function anonymize(db: Knex, id: number, today: string): Promise<void> {
  await db.raw(
    `with own_certificates as (delete from certificates where person_id = :id),
       own_trainings as (delete from trainings where person_id = :id)
     update people set number = 'erased-' || id, name = '#' || id, phone = null, organisation = null, occupation = null,
       skills = '{}', languages = '{}', home_area_id = null, availability = null, revision = revision + 1,
       left_on = coalesce(left_on, greatest(joined_on, cast(:today as date))), erased_at = now()
     where id = :id`,
    { id, today },
  );
  await db('duties').where({ person_id: id }).delete();
  await blankImportChanges(db, id);
  await raiseStaffRevision(db, [id]);
}

function columnsOf(fields: Omit<PersonChange, 'revision'>) {
  const columns = {
    number: fields.number,
    name: fields.name,
    kind: fields.kind,
    phone: fields.phone,
    organisation: fields.organisation,
    occupation: fields.occupation,
    skills: fields.skills,
    languages: fields.languages,
    home_area_id: fields.homeAreaId,
    availability: fields.availability && JSON.stringify(fields.availability),
    station_area_id: fields.stationAreaId,
    joined_on: fields.joinedOn,
    left_on: fields.leftOn,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
