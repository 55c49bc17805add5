import type { Knex } from 'knex';
import { raiseRevision } from '../database/revision.ts';
import type { PersonChange, PersonInput } from './person.ts';

export async function insertPerson(db: Knex, input: PersonInput): Promise<number> {
  const [row] = await db('people').insert(columnsOf(input)).returning('id');
  return row.id;
}

/** Absent fields stay, null clears. */
export async function updatePerson(db: Knex, id: number, change: PersonChange): Promise<void> {
  const columns = columnsOf(change);
  if (Object.keys(columns).length === 0) return;
  await db('people').where({ id }).update(columns);
  await raiseRevision(db, 'staff');
}

/**
 * Holds these people until the transaction ends, so that what is entered for them and their leaving come one
 * after the other. Taken in order of id: two batches cannot wait for each other.
 */
export async function lockPeople(db: Knex, ids: readonly number[]): Promise<void> {
  await db.raw('select id from people where id = any(:ids) order by id for no key update', { ids });
}

/** Replaces identity by a number and forgets when it was on duty; the row stays for what refers to it. */
export async function anonymize(db: Knex, id: number, today: string): Promise<void> {
  await db.raw(
    `update people set number = 'erased-' || id, name = '#' || id, phone = null, organisation = null, skills = '{}',
       left_on = coalesce(left_on, greatest(joined_on, cast(:today as date))), erased_at = now()
     where id = :id`,
    { id, today },
  );
  await db('duties').where({ person_id: id }).delete();
  await raiseRevision(db, 'staff');
}

/**
 * Ends what a person is engaged in at an instant: assignments, duties, devices carried, memberships. What would
 * begin later goes.
 */
export async function endEngagements(db: Knex, personId: number, at: Date): Promise<void> {
  const later = 'person_id = :personId and lower(period) >= cast(:at as timestamptz)';
  const running = 'person_id = :personId and lower(period) < cast(:at as timestamptz)';
  const beyond = '(upper_inf(period) or upper(period) > cast(:at as timestamptz))';
  const shortened = 'set period = tstzrange(lower(period), cast(:at as timestamptz))';
  await db.raw(
    `with later_assignments as (delete from assignments where ${later}),
       later_duties as (delete from duties where ${later}),
       later_carriers as (delete from device_carriers where ${later}),
       later_members as (delete from team_members where ${later}),
       ended_assignments as (update assignments ${shortened} where ${running} and ${beyond}),
       ended_duties as (update duties ${shortened} where ${running} and ${beyond}),
       ended_carriers as (update device_carriers ${shortened} where ${running} and ${beyond})
     update team_members ${shortened} where ${running} and ${beyond}`,
    { personId, at },
  );
  await raiseRevision(db, 'staff');
}

function columnsOf(fields: PersonChange) {
  const columns = {
    number: fields.number,
    name: fields.name,
    kind: fields.kind,
    phone: fields.phone,
    organisation: fields.organisation,
    skills: fields.skills,
    station_area_id: fields.stationAreaId,
    joined_on: fields.joinedOn,
    left_on: fields.leftOn,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
