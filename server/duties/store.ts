import type { Knex } from 'knex';

export async function insertDuty(
  db: Knex,
  { personId, from, to }: { personId: number; from: Date; to: Date | null },
): Promise<number> {
  const { rows } = await db.raw(
    'insert into duties (person_id, period) values (:personId, tstzrange(:from, :to)) returning id',
    { personId, from, to },
  );
  return rows[0].id;
}

export async function setDutyEnd(db: Knex, id: number, to: Date | null): Promise<void> {
  await db.raw('update duties set period = tstzrange(lower(period), :to) where id = :id', { id, to });
}

export async function deleteDuty(db: Knex, id: number): Promise<void> {
  await db('duties').where({ id }).delete();
}

/** Ends what runs at an instant, and what began in it just after; returns how many. */
export async function endDutiesNow(db: Knex, personId: number, at: Date): Promise<number> {
  const { rows } = await db.raw(
    `update duties
     set period = tstzrange(lower(period), greatest(cast(:at as timestamptz), lower(period) + interval '1 microsecond'))
     where person_id = :personId and period @> cast(:at as timestamptz) returning id`,
    { personId, at },
  );
  return rows.length;
}
