import type { Knex } from 'knex';
import type { Scope } from '../../access/scope.ts';
import { personNameColumn } from '../../people/queries.ts';
import type { Plan } from '../../plans/plan.ts';
import { placeCondition } from '../list.ts';

export type Homeless = {
  assignmentId: number;
  personId: number;
  person: {
    id: number;
    number: string;
    name: string;
    kind: 'officer' | 'auxiliary' | 'volunteer' | 'grid_worker';
  };
  role: string;
  from: Date;
  to: Date | null;
  cell: { id: number; code: string; name: string; planId: number };
};

/**
 * Assignments that run on when the plan begins, to cells of an earlier plan of its layer that no published plan holds
 * then. The earlier plan is the last that held the cell; it is one that ended just then, or one of the same scope.
 */
export async function listHomeless(db: Knex, scope: Scope, plan: Plan, at: Date): Promise<Homeless[]> {
  const place = placeCondition(scope);
  const { rows } = await db.raw(
    `with former as (
       select distinct on (plan_cell.cell_id) plan_cell.cell_id, plan_cell.code, plan_cell.name, plan.id as plan_id
       from plans plan join plan_cells plan_cell on plan_cell.plan_id = plan.id
       where plan.layer = :layer and plan.id <> :planId and upper(plan.in_force) <= cast(:at as timestamptz)
         and (upper(plan.in_force) = cast(:at as timestamptz)
           or plan.scope_area_id is not distinct from cast(:scopeAreaId as bigint))
       order by plan_cell.cell_id, upper(plan.in_force) desc
     )
     select assignment.id as "assignmentId", assignment.person_id as "personId", ${personNameColumn},
       assignment.role, lower(assignment.period) as "from", upper(assignment.period) as "to",
       json_build_object('id', former.cell_id, 'code', former.code, 'name', former.name,
         'planId', former.plan_id) as cell
     from former join assignments assignment on assignment.cell_id = former.cell_id
     join people person on person.id = assignment.person_id
     where assignment.period && tstzrange(:at, null) and ${place.sql}
       and not exists (select from plan_cells held join plans holding on holding.id = held.plan_id
         where held.cell_id = former.cell_id and holding.in_force && tstzrange(:at, null))
     order by former.code, person.number, assignment.id`,
    { ...place.bindings, planId: plan.id, layer: plan.layer, scopeAreaId: plan.scopeAreaId, at },
  );
  return rows;
}
