import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import { personCondition, personNameColumn } from '../people/queries.ts';
import type { Duty } from './duty.ts';

export type DutyFilter = {
  id?: number | undefined;
  person?: number | undefined;
  at?: Date | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** Duties, latest begun first: those that hold the instant `at`, or that overlap `from`–`to`. Cursors know milliseconds. */
export async function listDuties(
  db: Knex,
  scope: Scope,
  filter: DutyFilter,
  { after, limit }: { after?: readonly [string, number] | undefined; limit: number },
): Promise<Duty[]> {
  const person = personCondition(scope);
  const { rows } = await db.raw(
    `select duty.id, duty.person_id as "personId", lower(duty.period) as "from", upper(duty.period) as "to",
       ${personNameColumn}
     from duties duty join people person on person.id = duty.person_id
     where ${person.sql}
       and (cast(:id as bigint) is null or duty.id = :id)
       and (cast(:person as bigint) is null or duty.person_id = :person)
       and (cast(:at as timestamptz) is null or duty.period @> cast(:at as timestamptz))
       and duty.period && tstzrange(:from, :to)
       and (cast(:afterFrom as timestamptz) is null
         or (date_trunc('milliseconds', lower(duty.period)), duty.id) < (cast(:afterFrom as timestamptz), cast(:afterId as bigint)))
     order by date_trunc('milliseconds', lower(duty.period)) desc, duty.id desc limit :limit`,
    {
      ...person.bindings,
      id: filter.id ?? null,
      person: filter.person ?? null,
      at: filter.at ?? null,
      from: filter.from ?? null,
      to: filter.to ?? null,
      afterFrom: after?.[0] ?? null,
      afterId: after?.[1] ?? null,
      limit,
    },
  );
  return rows;
}

export async function getDuty(db: Knex, scope: Scope, id: number): Promise<Duty> {
  const [found] = await listDuties(db, scope, { id }, { limit: 1 });
  if (found) return found;
  throw new NotFound('duty-not-found', `There is no duty ${id} in your area.`, `您的辖区内没有值勤 ${id}。`);
}
