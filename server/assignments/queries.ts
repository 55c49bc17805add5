import type { Knex } from 'knex';
import { cellCondition, type Scope, stationCondition } from '../access/scope.ts';

/** How many different people are assigned to a cell; auxiliaries and grid workers count among `people` only. */
export type CellStaffing = { cellId: number; officers: number; volunteers: number; people: number };

/** Per cell that has somebody at some time of :from to :to. */
const staffed = `select assignment.cell_id, count(distinct person.id) as people,
    count(distinct case when person.kind = 'officer' then person.id end) as officers,
    count(distinct case when person.kind = 'volunteer' then person.id end) as volunteers
  from assignments assignment join people person on person.id = assignment.person_id
  where assignment.cell_id is not null and assignment.period && tstzrange(:from, :to, :bounds)
  group by assignment.cell_id`;

const boundsOf = (from: Date, to: Date) => ({
  from,
  to,
  bounds: from.getTime() === to.getTime() ? '[]' : '[)',
});

/**
 * One row per cell of the plan in no order, those with nobody included: who is assigned at some time of the
 * half-open period, or at the instant where `from` equals `to`. Area assignments count for their area only.
 * The columns travel as JSON: 28,000 rows through the row parser took twice as long as the statement itself.
 */
export async function staffingOfCells(
  db: Knex,
  planId: number,
  { from, to }: { from: Date; to: Date },
): Promise<CellStaffing[]> {
  const { rows } = await db.raw(
    `with staffed as (${staffed})
     select coalesce(json_agg(cell_id), '[]') as cells, json_agg(coalesce(officers, 0)) as officers,
       json_agg(coalesce(volunteers, 0)) as volunteers, json_agg(coalesce(people, 0)) as people
     from plan_cells left join staffed using (cell_id)
     where plan_cells.plan_id = :planId`,
    { planId, ...boundsOf(from, to) },
  );
  const { cells, officers, volunteers, people } = rows[0];
  return cells.map((cellId: number, index: number) => ({
    cellId,
    officers: officers[index],
    volunteers: volunteers[index],
    people: people[index],
  }));
}

/** A cell of a plan with how many are assigned to it. */
export type StaffedCell = {
  id: number;
  code: string;
  name: string;
  ownerAreaId: number | null;
  usage: string | null;
  officers: number;
  volunteers: number;
  people: number;
  point: [lon: number, lat: number] | null;
  teamIds: number[];
};

/** Cells of a plan that the scope covers, by id, as they are staffed at an instant; with nobody, with somebody, or all. */
export async function listStaffedCells(
  db: Knex,
  scope: Scope,
  {
    planId,
    at,
    unassigned,
    q,
    ids,
  }: {
    planId: number;
    at: Date;
    unassigned: boolean | undefined;
    q: string | undefined;
    ids: readonly number[] | undefined;
  },
  { after, limit }: { after: number | undefined; limit: number },
): Promise<StaffedCell[]> {
  const covered = cellCondition(scope, 'cell.interior_point', 'plan_cell.owner_area_id');
  const ofTeams = stationCondition(scope, 'teams.station_area_id');
  const { rows } = await db.raw(
    `with staffed as (${staffed}), of_teams as (
       select team_cells.cell_id, json_agg(team_cells.team_id order by team_cells.team_id) as ids
       from team_cells join teams on teams.id = team_cells.team_id
       where team_cells.period @> cast(:from as timestamptz) and teams.disbanded_at is null and ${ofTeams.sql}
       group by team_cells.cell_id
     )
     select cell.id, plan_cell.code, plan_cell.name, plan_cell.owner_area_id as "ownerAreaId", plan_cell.usage,
       coalesce(officers, 0) as officers, coalesce(volunteers, 0) as volunteers, coalesce(people, 0) as people,
       case when cell.interior_point is not null then json_build_array(
         round(cast(st_x(cell.interior_point) as numeric), 6),
         round(cast(st_y(cell.interior_point) as numeric), 6)) end as point,
       coalesce(of_teams.ids, '[]') as "teamIds"
     from plan_cells plan_cell join cells cell on cell.id = plan_cell.cell_id
     left join staffed on staffed.cell_id = cell.id
     left join of_teams on of_teams.cell_id = cell.id
     left join areas owner on owner.id = plan_cell.owner_area_id
     where plan_cell.plan_id = :planId and ${covered.sql}
       and (cast(:ids as bigint[]) is null or cell.id = any(:ids))
       and (cast(:q as text) is null
         or position(lower(:q) in lower(concat_ws(' ', plan_cell.code, plan_cell.name, owner.name))) > 0)
       and (cast(:unassigned as boolean) is null or (staffed.cell_id is null) = cast(:unassigned as boolean))
       and (cast(:after as bigint) is null or cell.id > :after)
     order by cell.id limit :limit`,
    {
      ...covered.bindings,
      ...ofTeams.bindings,
      ...boundsOf(at, at),
      planId,
      unassigned: unassigned ?? null,
      q: q ?? null,
      ids: ids ?? null,
      after: after ?? null,
      limit,
    },
  );
  return rows;
}
