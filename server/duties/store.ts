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
