import type { Knex } from 'knex';
import { cellCondition, type Scope } from '../access/scope.ts';
import { personCondition, personNameColumn } from '../people/queries.ts';
import type { GivingInput } from './membership.ts';

type Page = { after: readonly [string, number] | undefined; limit: number };

/** Who belongs and belonged to a team, as far as the scope covers them; those of now first, then the latest. */
export async function listMemberships(db: Knex, scope: Scope, teamId: number, { after, limit }: Page) {
  const person = personCondition(scope);
  const { rows } = await db.raw(
    `select * from (
       select ${personNameColumn}, lower(member.period) as "from", upper(member.period) as "to",
         member.period @> now() as "isMember", member.person_id,
         coalesce(to_char(upper(member.period) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), 'infinity')
           collate "C" as ended
       from team_members member join people person on person.id = member.person_id
       where member.team_id = :teamId and ${person.sql}
     ) listed
     where cast(:ended as text) is null or (ended, -person_id) < (:ended, -cast(:personId as bigint))
     order by ended desc, person_id limit :limit`,
    { ...person.bindings, teamId, ended: after?.[0] ?? null, personId: after?.[1] ?? 0, limit },
  );
  return rows;
}

/** Which cells are and were a team's own, with what they are called in the plan in force, else in the latest. */
export async function listTeamCells(db: Knex, teamId: number) {
  const { rows } = await db.raw(
    `select own.cell_id as "cellId", known.code, known.name, known.owner_area_id as "ownerAreaId", known.usage,
       (select cast(count(distinct assigned.person_id) as integer) from assignments assigned
         join team_members member on member.person_id = assigned.person_id and member.team_id = own.team_id
           and member.period @> now()
         where assigned.cell_id = own.cell_id and assigned.period @> now()) as people,
       lower(own.period) as "from", upper(own.period) as "to", own.period @> now() as "isOwn"
     from team_cells own
     left join lateral (
       select plan_cell.code, plan_cell.name, plan_cell.owner_area_id, plan_cell.usage
       from plan_cells plan_cell join plans plan on plan.id = plan_cell.plan_id
       where plan_cell.cell_id = own.cell_id and plan.status <> 'draft'
       order by plan.in_force @> now() desc, lower(plan.in_force) desc nulls last, plan.id desc limit 1
     ) known on true
     where own.team_id = :teamId
     order by upper(own.period) desc nulls first, known.code, own.cell_id limit 10000`,
    { teamId },
  );
  return rows;
}

/** Cells of a plan that the scope covers and that match, by code. */
export async function matchingCells(
  db: Knex,
  scope: Scope,
  planId: number,
  { codes, usage, owner, q }: Pick<GivingInput, 'codes' | 'usage' | 'owner' | 'q'>,
): Promise<{ id: number; code: string }[]> {
  const covered = cellCondition(scope, 'cell.interior_point', 'plan_cell.owner_area_id');
  const { rows } = await db.raw(
    `select cell.id, plan_cell.code from plan_cells plan_cell join cells cell on cell.id = plan_cell.cell_id
     where plan_cell.plan_id = :planId and ${covered.sql}
       and (cast(:codes as text[]) is null or plan_cell.code = any(:codes))
       and (cast(:usage as text) is null or plan_cell.usage = :usage)
       and (cast(:owner as bigint) is null or plan_cell.owner_area_id = :owner)
       and (cast(:q as text) is null
         or position(lower(:q) in lower(concat_ws(' ', plan_cell.code, plan_cell.name))) > 0)
     order by plan_cell.code limit 10001`,
    {
      ...covered.bindings,
      planId,
      codes: codes ?? null,
      usage: usage ?? null,
      owner: owner ?? null,
      q: q ?? null,
    },
  );
  return rows;
}

/** Which of these people or cells the team has at some time of the period, which begins now where it is not said. */
export async function heldBy(
  db: Knex,
  teamId: number,
  what: 'people' | 'cells',
  ids: readonly number[],
  { from, to }: { from: Date | null; to: Date | null },
): Promise<number[]> {
  const [table, column] = what === 'people' ? ['team_members', 'person_id'] : ['team_cells', 'cell_id'];
  const { rows } = await db.raw(
    `select distinct ${column} as id from ${table}
     where team_id = :teamId and ${column} = any(:ids) and period && tstzrange(coalesce(cast(:from as timestamptz), now()), :to)
     order by 1`,
    { teamId, ids: [...ids], from, to },
  );
  return rows.map((row: { id: number }) => row.id);
}
