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

/** What leaving may end: assignments, duties, devices carried, belonging to teams and leading them. */
export type Engagement = 'assignment' | 'duty' | 'device' | 'team';

/**
 * Ends what a person is engaged in at an instant: assignments, duties, devices carried, memberships. What would
 * begin later goes. Leading a team has no end of its own: it goes once the instant has come, and until then it ends for
 * readers by the day of leaving. Answers of what something was ended or went.
 */
export async function endEngagements(db: Knex, personId: number, at: Date): Promise<Engagement[]> {
  const later = 'person_id = :personId and lower(period) >= cast(:at as timestamptz)';
  const running = 'person_id = :personId and lower(period) < cast(:at as timestamptz)';
  const beyond = '(upper_inf(period) or upper(period) > cast(:at as timestamptz))';
  const shortened = 'set period = tstzrange(lower(period), cast(:at as timestamptz))';
  const { rows } = await db.raw(
    `with later_assignments as (delete from assignments where ${later} returning 1),
       later_duties as (delete from duties where ${later} returning 1),
       later_carriers as (delete from device_carriers where ${later} returning 1),
       later_members as (delete from team_members where ${later} returning 1),
       ended_assignments as (update assignments ${shortened} where ${running} and ${beyond} returning 1),
       ended_duties as (update duties ${shortened} where ${running} and ${beyond} returning 1),
       ended_carriers as (update device_carriers ${shortened} where ${running} and ${beyond} returning 1),
       ended_members as (update team_members ${shortened} where ${running} and ${beyond} returning 1),
       ended_leaderships as (update teams set leader_person_id = null
         where leader_person_id = :personId and cast(:at as timestamptz) <= now() returning 1)
     select array_remove(array[
       case when exists (table later_assignments) or exists (table ended_assignments) then 'assignment' end,
       case when exists (table later_duties) or exists (table ended_duties) then 'duty' end,
       case when exists (table later_carriers) or exists (table ended_carriers) then 'device' end,
       case when exists (table later_members) or exists (table ended_members)
         or exists (table ended_leaderships) then 'team' end], null) as ended`,
    { personId, at },
  );
  await raiseStaffRevision(db, [personId]);
  return rows[0].ended;
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
