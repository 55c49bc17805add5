import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Interval } from '../coverage/interval.ts';
import type { StoredVisit } from '../coverage/presence.ts';
import { NotFound } from '../http/problem.ts';
import { personCondition, personNameColumn } from '../people/queries.ts';
import { planCondition } from '../plans/queries.ts';
import type { CellHistory } from './history.ts';

/** The plans that hold or held a cell, the latest first, as far as they reach into the scope. */
export async function plansOfCell(db: Knex, planScope: Scope, cellId: number): Promise<CellHistory['plans']> {
  const visible = planCondition(planScope);
  const { rows } = await db.raw(
    `select plans.id, plans.name, plans.status, lower(plans.in_force) as "from", upper(plans.in_force) as "to",
       plan_cells.code, plan_cells.name as "cellName"
     from plan_cells join plans on plans.id = plan_cells.plan_id
     where plan_cells.cell_id = :cellId and ${visible.sql}
     order by lower(plans.in_force) desc nulls first, plans.id desc limit 100`,
    { ...visible.bindings, cellId },
  );
  return rows;
}

/** Who was assigned to a cell when, the latest first, of people whom the scope covers. */
export async function assignmentsOfCell(
  db: Knex,
  peopleScope: Scope,
  cellId: number,
): Promise<CellHistory['assignments']> {
  const covered = personCondition(peopleScope);
  const { rows } = await db.raw(
    `select ${personNameColumn}, assignment.role, lower(assignment.period) as "from", upper(assignment.period) as "to"
     from assignments assignment join people person on person.id = assignment.person_id
     where assignment.cell_id = :cellId and ${covered.sql}
     order by upper_inf(assignment.period) desc, lower(assignment.period) desc, assignment.id limit 200`,
    { ...covered.bindings, cellId },
  );
  return rows;
}

/** NotFound where the scope does not cover the person. */
export async function requirePerson(db: Knex, scope: Scope, personId: number): Promise<void> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(`select from people person where person.id = :personId and ${covered.sql}`, {
    ...covered.bindings,
    personId,
  });
  if (rows.length > 0) return;
  throw new NotFound(
    'person-not-found',
    `There is no person ${personId} in your areas.`,
    `您的辖区内没有编号为 ${personId} 的人员。`,
  );
}

export type OwnVisit = StoredVisit & { cellId: number };

/** A person's visits that intersect a period, by the devices that they carried; epoch ms. */
export async function visitsOfPerson(db: Knex, personId: number, [from, to]: Interval): Promise<OwnVisit[]> {
  const { rows } = await db.raw(
    `select coalesce(json_agg(json_build_array(visit.device_id, visit.cell_id,
       round(extract(epoch from visit.entered_at) * 1000), round(extract(epoch from visit.left_at) * 1000),
       visit.bridged_seconds * 1000, visit.metres, (
         select coalesce(json_agg(json_build_array(round(extract(epoch from lower(gap)) * 1000),
           round(extract(epoch from upper(gap)) * 1000)) order by gap), '[]') from unnest(visit.bridged) gap)
     ) order by visit.entered_at), '[]') as visits
     from (select distinct device_id from device_carriers
       where person_id = :personId and period && tstzrange(cast(:from as timestamptz) - interval '1 day', :to)) carried
     join visits visit on visit.device_id = carried.device_id and visit.person_id = :personId
       and visit.entered_at < :to and visit.entered_at >= cast(:from as timestamptz) - interval '1 day'
       and visit.left_at > :from`,
    { personId, from: new Date(from), to: new Date(to) },
  );
  return rows[0].visits.map(
    ([deviceId, cellId, enteredAt, leftAt, bridgedMs, metres, bridged]: [
      number,
      number,
      number,
      number,
      number,
      number,
      Interval[],
    ]): OwnVisit => ({ deviceId, cellId, personId, enteredAt, leftAt, bridgedMs, metres, bridged }),
  );
}

/** When a person was on duty, as far as it meets a period; epoch ms. */
export async function dutiesOfPerson(db: Knex, personId: number, [from, to]: Interval): Promise<Interval[]> {
  const { rows } = await db.raw(
    `select round(extract(epoch from greatest(lower(period), :from)) * 1000)::float8 as begun,
       round(extract(epoch from least(coalesce(upper(period), :to), :to)) * 1000)::float8 as ended
     from duties where person_id = :personId and period && tstzrange(:from, :to)`,
    { personId, from: new Date(from), to: new Date(to) },
  );
  return rows.map(({ begun, ended }: { begun: number; ended: number }): Interval => [begun, ended]);
}

/** How far a person went, by when each track began; epoch ms. */
export async function metresOfPerson(
  db: Knex,
  personId: number,
  [from, to]: Interval,
): Promise<{ at: number; metres: number }[]> {
  const { rows } = await db.raw(
    `select round(extract(epoch from started_at) * 1000)::float8 as at, metres from tracks
     where person_id = :personId and started_at >= :from and started_at < :to`,
    { personId, from: new Date(from), to: new Date(to) },
  );
  return rows;
}

/** The cells that somebody is assigned to now. */
export async function cellsAssignedTo(db: Knex, personId: number, at: Date): Promise<number[]> {
  return db('assignments')
    .where({ person_id: personId })
    .whereNotNull('cell_id')
    .whereRaw('period @> cast(? as timestamptz)', [at])
    .distinct()
    .pluck('cell_id');
}

/** What cells are called, by the plan in force now, else by the newest. */
export async function namesOfCells(
  db: Knex,
  cellIds: readonly number[],
): Promise<Map<number, { code: string; name: string }>> {
  const { rows } = await db.raw(
    `select distinct on (plan_cells.cell_id) plan_cells.cell_id as id, plan_cells.code, plan_cells.name
     from plan_cells join plans on plans.id = plan_cells.plan_id
     where plan_cells.cell_id = any(:cellIds)
     order by plan_cells.cell_id, coalesce(plans.in_force @> now(), false) desc, plans.id desc`,
    { cellIds: [...cellIds] },
  );
  return new Map(rows.map((row: { id: number; code: string; name: string }) => [row.id, row]));
}
