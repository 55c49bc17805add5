import type { Knex } from 'knex';
import type { Certificate } from './certificate.ts';
import type { Training } from './training.ts';

/** The telephone number alone; null where none is entered. */
export async function phoneOf(db: Knex, personId: number): Promise<string | null> {
  const row = await db('people').where({ id: personId }).first('phone');
  return row?.phone ?? null;
}

/** Certificates, the first to end first, and trainings, the latest first. */
export async function recordOf(db: Knex, personId: number) {
  const { rows } = await db.raw(
    `select
       (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'skill', skill, 'number', number,
           'issuedOn', issued_on, 'expiresOn', expires_on) order by expires_on nulls last, id), '[]')
         from certificates where person_id = :personId) as certificates,
       (select coalesce(json_agg(json_build_object('id', id, 'heldOn', held_on, 'subject', subject, 'hours', hours,
           'result', result) order by held_on desc, id), '[]')
         from trainings where person_id = :personId) as trainings`,
    { personId },
  );
  return rows[0];
}

/** What a person is at this moment: on duty since when, assigned where. */
export async function engagements(db: Knex, personId: number, at: Date) {
  const { rows } = await db.raw(
    `select
       (select coalesce(json_agg(json_build_object('id', id, 'cellId', cell_id, 'areaId', area_id, 'role', role,
           'from', lower(period), 'to', upper(period)) order by lower(period), id), '[]')
         from assignments where person_id = :personId and period @> cast(:at as timestamptz)) as assignments,
       (select coalesce(json_agg(json_build_object('id', id, 'from', lower(period), 'to', upper(period))
           order by lower(period), id), '[]')
         from duties where person_id = :personId and period @> cast(:at as timestamptz)) as duties`,
    { personId, at },
  );
  return rows[0];
}

export async function certificateOf(
  db: Knex,
  personId: number,
  id: number,
): Promise<Certificate | undefined> {
  return db('certificates')
    .where({ id, person_id: personId })
    .first('id', 'name', 'skill', 'number', 'issued_on as issuedOn', 'expires_on as expiresOn');
}

export async function trainingOf(db: Knex, personId: number, id: number): Promise<Training | undefined> {
  return db('trainings')
    .where({ id, person_id: personId })
    .first('id', 'held_on as heldOn', 'subject', 'hours', 'result');
}
