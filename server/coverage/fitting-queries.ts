import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { isValid, isWithUs } from '../people/counting-conditions.ts';
import { personCondition } from '../people/queries.ts';

/** How many people of the scope, with us on the day of the instant, are of a kind, skill and kind of team. */
export async function countFitting(
  db: Knex,
  scope: Scope,
  asked: { kind?: string | undefined; skill?: string | undefined; teamKind?: string | undefined },
  at: Date,
  timeZone: string,
): Promise<number> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select count(*)::int as fitting
     from people person, (select (cast(:at as timestamptz) at time zone :timeZone)::date as day) today
     where ${covered.sql} and person.erased_at is null
       and ${isWithUs('person', 'today.day')}
       and (cast(:kind as text) is null or person.kind = :kind)
       and (cast(:skill as text) is null or (:skill = any(person.skills)
         and (not exists (select from certificates held where held.person_id = person.id and held.skill = :skill)
           or exists (select from certificates held where held.person_id = person.id and held.skill = :skill
             and ${isValid('held', 'today.day')}))))
       and (cast(:teamKind as text) is null or exists (
         select from team_members member join teams on teams.id = member.team_id
         where member.person_id = person.id and teams.kind = :teamKind
           and member.period @> cast(:at as timestamptz)))`,
    {
      ...covered.bindings,
      at,
      timeZone,
      kind: asked.kind ?? null,
      skill: asked.skill ?? null,
      teamKind: asked.teamKind ?? null,
    },
  );
  return rows[0].fitting;
}
