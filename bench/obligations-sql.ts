import type { Knex } from 'knex';
import type { StaffingRule } from '../server/rules/rule.ts';
import { isAboutAreas } from '../server/rules/selection.ts';

/**
 * How many people are missing at the places of a rule, by one statement as one would write it: without since when, and
 * of a window only whether a single assignment lasts through it. The sum of them and how many places are short.
 */
export async function shortInSql(
  db: Knex,
  rule: StaffingRule,
  at: Date,
  window: { from: Date; to: Date; weekday: number; begins: string; ends: string } | null,
): Promise<{ short: number; missing: number }> {
  const { kind, role, skill, teamKind, alsoRole } = rule.requires;
  const { areaKind, cellUsage, cells, areas } = rule.selects;
  const during = window ? 'period @> tstzrange(:from, :to)' : 'period @> cast(:at as timestamptz)';
  const inAreas = (point: string, id: string) => `(${id} in (select id from territory) or exists (
    select from areas chosen where chosen.id = any(:areas) and st_covers(chosen.geometry, ${point})))`;
  const conditions = [
    `assignment.${during}`,
    'person.erased_at is null and (person.left_on is null or person.left_on > cast(:at as date))',
    kind && 'person.kind = :kind',
    role && 'assignment.role = :role',
    skill &&
      `:skill = any(person.skills) and (not exists (select from certificates one where one.person_id = person.id
         and one.skill = :skill) or exists (select from certificates one where one.person_id = person.id
         and one.skill = :skill and one.issued_on <= cast(:at as date) and one.expires_on > cast(:at as date)))`,
    teamKind &&
      `exists (select from team_members member join teams on teams.id = member.team_id
         where member.person_id = person.id and teams.kind = :teamKind and member.${during})`,
    alsoRole &&
      `exists (select from assignments also where also.person_id = person.id and also.role = :alsoRole and also.${during})`,
    window &&
      `(person.availability is null or exists (select from jsonb_array_elements(person.availability) hours
         where hours -> 'days' @> to_jsonb(cast(:weekday as int)) and hours ->> 'from' <= :begins and hours ->> 'to' >= :ends))`,
  ].filter((one) => one);
  const counted = `from assignments assignment join people person on person.id = assignment.person_id`;
  const where = conditions.join(' and ');
  const sql = isAboutAreas(rule)
    ? `select area.id, people from areas area left join (
         select place, count(distinct person_id) as people from (
           select assignment.area_id as place, person_id ${counted} where area_id is not null and ${where}
           union all
           select plan_cell.owner_area_id, person_id ${counted}
             join plan_cells plan_cell on plan_cell.cell_id = assignment.cell_id
             join plans on plans.id = plan_cell.plan_id and plans.in_force @> cast(:at as timestamptz) where ${where}
         ) reached group by place
       ) staffed on staffed.place = area.id
       where ${[areaKind && 'area.kind = :areaKind', areas && inAreas('area.interior_point', 'area.id'), 'true'].filter((one) => one).join(' and ')}`
    : `select plan_cell.cell_id, people from plan_cells plan_cell
       join plans on plans.id = plan_cell.plan_id and plans.in_force @> cast(:at as timestamptz)
       join cells cell on cell.id = plan_cell.cell_id
       left join areas owner on owner.id = plan_cell.owner_area_id
       left join (
         select assignment.cell_id as place, count(distinct person_id) as people ${counted}
         where cell_id is not null and ${where} group by assignment.cell_id
       ) staffed on staffed.place = plan_cell.cell_id
       where ${[
         cellUsage && 'plan_cell.usage = :cellUsage',
         areaKind && 'owner.kind = :areaKind',
         cells && 'plan_cell.cell_id = any(:cells)',
         areas && inAreas('cell.interior_point', 'plan_cell.owner_area_id'),
         'true',
       ]
         .filter((one) => one)
         .join(' and ')}`;
  const { rows } = await db.raw(
    `with recursive territory as (
       select id from areas where id = any(cast(:areas as bigint[]))
       union select child.id from areas child join territory on child.parent_id = territory.id
     ), judged as (${sql})
     select count(*)::int as short, coalesce(sum(:atLeast - coalesce(people, 0)), 0)::int as missing
     from judged where coalesce(people, 0) < :atLeast`,
    {
      ...rule.requires,
      ...{ at, from: window?.from ?? at, to: window?.to ?? at, weekday: window?.weekday ?? 0 },
      ...{ begins: window?.begins ?? '', ends: window?.ends ?? '' },
      ...{
        areaKind: areaKind ?? null,
        cellUsage: cellUsage ?? null,
        cells: cells ?? null,
        areas: areas ?? null,
      },
    },
  );
  return rows[0];
}
