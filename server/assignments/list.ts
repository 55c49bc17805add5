import type { Knex } from 'knex';
import { cellCondition, type Scope } from '../access/scope.ts';
import { personCondition, personNameColumn } from '../people/queries.ts';
import type { Assignment } from './assignment.ts';

export type AssignmentFilter = {
  id?: number | undefined;
  ids?: readonly number[] | undefined;
  person?: number | undefined;
  cell?: number | undefined;
  area?: number | undefined;
  plan?: number | undefined;
  at?: Date | undefined;
  /** Those that run then or begin later. */
  since?: Date | undefined;
  cells?: readonly number[] | undefined;
  role?: string | undefined;
  kind?: string | undefined;
  /** Looked for in the person's name and number and the cell's name and code. */
  q?: string | undefined;
};

const columns = `assignment.id, assignment.person_id as "personId", assignment.cell_id as "cellId",
  assignment.area_id as "areaId", assignment.role, lower(assignment.period) as "from",
  upper(assignment.period) as "to", ${personNameColumn},
  coalesce(
    (select json_build_object('code', area.code, 'name', area.name) from areas area where area.id = assignment.area_id),
    (select json_build_object('code', plan_cell.code, 'name', plan_cell.name)
     from plan_cells plan_cell where plan_cell.cell_id = assignment.cell_id
     order by plan_cell.plan_id desc limit 1),
    json_build_object('code', null, 'name', '')) as place`;

/**
 * Assignments by id. With `reach` either, those of people or of places that the scope covers: a chief reads who
 * serves here, and where their own people serve; with both, those that the scope may change.
 */
export async function listAssignments(
  db: Knex,
  scope: Scope,
  filter: AssignmentFilter,
  { after, limit, reach }: { after?: number | undefined; limit: number; reach: 'either' | 'both' },
): Promise<Assignment[]> {
  const person = personCondition(scope);
  const place = placeCondition(scope);
  const { rows } = await db.raw(
    `select ${columns}
     from assignments assignment join people person on person.id = assignment.person_id
     where (${person.sql} ${reach === 'either' ? 'or' : 'and'} ${place.sql})
       and (cast(:id as bigint) is null or assignment.id = :id)
       and (cast(:ids as bigint[]) is null or assignment.id = any(cast(:ids as bigint[])))
       and (cast(:person as bigint) is null or assignment.person_id = :person)
       and (cast(:cell as bigint) is null or assignment.cell_id = :cell)
       and (cast(:area as bigint) is null or assignment.area_id = :area)
       and (cast(:plan as bigint) is null
         or assignment.cell_id in (select cell_id from plan_cells where plan_id = :plan))
       and (cast(:at as timestamptz) is null or assignment.period @> cast(:at as timestamptz))
       and (cast(:since as timestamptz) is null or assignment.period && tstzrange(cast(:since as timestamptz), null))
       and (cast(:cells as bigint[]) is null or assignment.cell_id = any(cast(:cells as bigint[])))
       and (cast(:role as text) is null or assignment.role = :role)
       and (cast(:kind as text) is null or person.kind = :kind)
       and (cast(:q as text) is null
         or position(lower(:q) in lower(concat_ws(' ', person.number, person.name))) > 0
         or exists (select from plan_cells looked where looked.cell_id = assignment.cell_id
           and (cast(:plan as bigint) is null or looked.plan_id = :plan)
           and position(lower(:q) in lower(concat_ws(' ', looked.code, looked.name))) > 0))
       and (cast(:after as bigint) is null or assignment.id > :after)
     order by assignment.id limit :limit`,
    {
      ...person.bindings,
      ...place.bindings,
      id: filter.id ?? null,
      ids: filter.ids ?? null,
      person: filter.person ?? null,
      cell: filter.cell ?? null,
      area: filter.area ?? null,
      plan: filter.plan ?? null,
      at: filter.at ?? null,
      since: filter.since ?? null,
      cells: filter.cells ?? null,
      role: filter.role ?? null,
      kind: filter.kind ?? null,
      q: filter.q ?? null,
      after: after ?? null,
      limit,
    },
  );
  return rows;
}

/** A cell is covered by where it lies, or by its owner in any plan that holds it. */
export function placeCondition(scope: Scope): { sql: string; bindings: Record<string, unknown> } {
  if (scope.everywhere) return { sql: 'true', bindings: {} };
  const cell = cellCondition(scope, 'cell.interior_point', 'plan_cell.owner_area_id');
  return {
    sql: `(assignment.area_id = any(:placeAreaIds) or exists (
      select from cells cell join plan_cells plan_cell on plan_cell.cell_id = cell.id
      where cell.id = assignment.cell_id and ${cell.sql}))`,
    bindings: { ...cell.bindings, placeAreaIds: scope.areaIds },
  };
}

export type CellAt = { id: number; isCovered: boolean; isInForce: boolean };

/** Which of these cells the scope covers, and which are in a published plan at some time of the period. */
export async function cellsAt(
  db: Knex,
  scope: Scope,
  cellIds: readonly number[],
  { from, to }: { from: Date; to: Date | null },
): Promise<CellAt[]> {
  const covered = cellCondition(scope, 'cell.interior_point', 'plan_cell.owner_area_id');
  const { rows } = await db.raw(
    `select cell.id, bool_or(${covered.sql}) as "isCovered",
       bool_or(coalesce(plan.in_force && tstzrange(:from, :to), false)) as "isInForce"
     from cells cell
     left join plan_cells plan_cell on plan_cell.cell_id = cell.id
     left join plans plan on plan.id = plan_cell.plan_id
     where cell.id = any(:cellIds)
     group by cell.id`,
    { ...covered.bindings, cellIds, from, to },
  );
  return rows;
}

/** The assignments of the same people to the same places in the same role that overlap the period. */
export async function overlapping(
  db: Knex,
  wanted: {
    personIds: readonly number[];
    cellIds: readonly number[];
    areaIds: readonly number[];
    role: string;
    from: Date;
    to: Date | null;
  },
): Promise<Assignment[]> {
  const { rows } = await db.raw(
    `select ${columns}
     from assignments assignment join people person on person.id = assignment.person_id
     where assignment.person_id = any(:personIds) and assignment.role = :role
       and (assignment.cell_id = any(:cellIds) or assignment.area_id = any(:areaIds))
       and assignment.period && tstzrange(:from, :to)
     order by assignment.id limit 100`,
    { ...wanted },
  );
  return rows;
}

/** Who entered an assignment, where that is known. */
export async function enteredBy(db: Knex, id: number | undefined): Promise<string | null> {
  if (id === undefined) return null;
  const row = await db('assignments')
    .join('assignment_changes', 'assignment_changes.id', 'assignments.change_id')
    .join('accounts', 'accounts.id', 'assignment_changes.account_id')
    .where('assignments.id', id)
    .first('accounts.display_name as name');
  return row?.name ?? null;
}
