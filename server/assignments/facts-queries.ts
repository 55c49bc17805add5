import type { Knex } from 'knex';
import { cellCondition, coversArea, type Scope } from '../access/scope.ts';
import { moment } from '../http/time.ts';
import { personCondition } from '../people/queries.ts';
import type { Facts, KnownPerson, KnownPlace, Period } from './judge.ts';
import { type NewAssignment, placeKey } from './new-assignment.ts';
import type { Existing } from './refusal.ts';

/** What `judge` needs to know; read while the people are held. Assignments in `except` stand against nothing. */
export async function readFacts(
  db: Knex,
  scope: Scope,
  timeZone: string,
  wanted: readonly NewAssignment[],
  except: readonly number[] = [],
): Promise<Facts> {
  const distinct = (ids: readonly (number | null)[]) => [...new Set(ids.flatMap((id) => id ?? []))];
  const people = await readPeople(db, scope, timeZone, distinct(wanted.map(({ personId }) => personId)));
  const cells = await readCells(db, scope, distinct(wanted.map(({ cellId }) => cellId)));
  const areas = await readAreas(db, scope, distinct(wanted.map(({ areaId }) => areaId)));
  return {
    people,
    places: new Map([...cells, ...areas]),
    existing: await readExisting(db, wanted, except),
  };
}

async function readPeople(
  db: Knex,
  scope: Scope,
  timeZone: string,
  ids: readonly number[],
): Promise<Map<number, KnownPerson>> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select person.id, person.number, person.name, person.joined_on as "joinedOn", person.left_on as "leftOn"
     from people person
     where person.id = any(cast(:ids as bigint[])) and person.erased_at is null and ${covered.sql}`,
    { ...covered.bindings, ids },
  );
  const time = moment(timeZone);
  const beginOf = (day: string | null) => (day === null ? null : time.parse(day));
  return new Map(
    rows.map(({ id, number, name, joinedOn, leftOn }: PersonRow) => [
      id,
      {
        name: `${name} (${number})`,
        ...{ joinedOn, joinsAt: beginOf(joinedOn) },
        ...{ leftOn, leavesAt: beginOf(leftOn) },
      },
    ]),
  );
}

type PersonRow = { id: number; number: string; name: string; joinedOn: string | null; leftOn: string | null };

/** A cell bears the name that the newest plan gives it. */
async function readCells(
  db: Knex,
  scope: Scope,
  cellIds: readonly number[],
): Promise<[string, KnownPlace][]> {
  if (cellIds.length === 0) return [];
  const covered = cellCondition(scope, 'cell.interior_point', 'plan_cell.owner_area_id');
  const { rows } = await db.raw(
    `select cell.id, bool_or(${covered.sql}) as "isCovered",
       (array_agg(coalesce(nullif(plan_cell.name, ''), plan_cell.code) order by plan.id desc))[1] as name,
       coalesce(json_agg(json_build_object('from', lower(plan.in_force), 'to', upper(plan.in_force)))
         filter (where plan.in_force is not null), '[]') as "inForce"
     from cells cell join plan_cells plan_cell on plan_cell.cell_id = cell.id
     join plans plan on plan.id = plan_cell.plan_id
     where cell.id = any(cast(:cellIds as bigint[]))
     group by cell.id`,
    { ...covered.bindings, cellIds },
  );
  return rows.map(({ id, name, isCovered, inForce }: CellRow) => [
    placeKey({ cellId: id, areaId: null }),
    { name, isCovered, inForce: inForce.map(periodOf) },
  ]);
}

type CellRow = {
  id: number;
  name: string;
  isCovered: boolean;
  inForce: { from: string; to: string | null }[];
};

function periodOf({ from, to }: CellRow['inForce'][number]): Period {
  return { from: new Date(from), to: to === null ? null : new Date(to) };
}

async function readAreas(
  db: Knex,
  scope: Scope,
  areaIds: readonly number[],
): Promise<[string, KnownPlace][]> {
  if (areaIds.length === 0) return [];
  const rows: { id: number; name: string }[] = await db('areas')
    .whereIn('id', [...areaIds])
    .select('id', 'name');
  return rows.map(({ id, name }) => [
    placeKey({ cellId: null, areaId: id }),
    { name, isCovered: coversArea(scope, id), inForce: null },
  ]);
}

/** Of each that is wanted the first assignment of the same person, place and role that overlaps it. */
async function readExisting(
  db: Knex,
  wanted: readonly NewAssignment[],
  except: readonly number[],
): Promise<Map<number, Existing>> {
  const { rows } = await db.raw(
    `select distinct on (row.index) row.index, assignment.id, lower(assignment.period) as "from",
       upper(assignment.period) as "to", account.display_name as "enteredBy", change.made_at as "enteredAt"
     from unnest(cast(:personIds as bigint[]), cast(:cellIds as bigint[]), cast(:areaIds as bigint[]),
       cast(:roles as text[]), cast(:froms as timestamptz[]), cast(:tos as timestamptz[]))
       with ordinality as row(person_id, cell_id, area_id, role, starts, ends, index)
     join assignments assignment on assignment.person_id = row.person_id and assignment.role = row.role
       and (assignment.cell_id = row.cell_id or assignment.area_id = row.area_id)
       and assignment.period && tstzrange(row.starts, row.ends)
     left join assignment_changes change on change.id = assignment.change_id
     left join accounts account on account.id = change.account_id
     where assignment.id <> all(cast(:except as bigint[]))
     order by row.index, lower(assignment.period)`,
    { ...columnsOf(wanted), except },
  );
  return new Map(rows.map(({ index, ...existing }: Existing & { index: number }) => [index - 1, existing]));
}

/** A list of assignments as arrays, one a column. */
export function columnsOf(rows: readonly NewAssignment[]) {
  return {
    personIds: rows.map(({ personId }) => personId),
    cellIds: rows.map(({ cellId }) => cellId),
    areaIds: rows.map(({ areaId }) => areaId),
    roles: rows.map(({ role }) => role),
    froms: rows.map(({ from }) => from),
    tos: rows.map(({ to }) => to),
  };
}
