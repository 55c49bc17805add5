import type { Knex } from 'knex';
import { cellCondition, type Scope, stationCondition } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import { personCondition, personNameColumn } from '../people/queries.ts';
import type { CellFeature } from '../plans/plan.ts';
import { planCondition } from '../plans/queries.ts';
import { kindColumn } from '../tracks/device-kind.ts';
import type { CellDetail } from './cell-detail.ts';
import type { Viewer } from './viewer.ts';

/**
 * A cell as a plan has it: the plan asked for, else the one in force at the instant, else the newest. NotFound where no
 * such plan holds it, or where neither the scope nor an assignment of the caller's covers it.
 */
export async function getCell(
  db: Knex,
  { scope, planScope }: Viewer,
  { cellId, planId, at }: { cellId: number; planId: number | null; at: Date },
): Promise<CellFeature> {
  const covered = cellCondition(scope, 'cells.interior_point', 'plan_cells.owner_area_id');
  const visible = planCondition(planScope);
  const { rows } = await db.raw(
    `select cells.id, st_asgeojson(coalesce(plan_cells.geometry, cells.geometry), 15) as outline,
       json_build_object('planId', plans.id, 'code', plan_cells.code, 'name', plan_cells.name,
         'ownerAreaId', plan_cells.owner_area_id, 'usage', plan_cells.usage, 'class', plan_cells.class,
         'areaSquareMetres', cells.area_square_metres, 'households', plan_cells.households,
         'enclave', plan_cells.enclave) as properties,
       ${covered.sql} or exists (select from assignments where cell_id = cells.id and person_id = :ownPersonId
         and period @> cast(:at as timestamptz)) as "isCovered"
     from plan_cells join cells on cells.id = plan_cells.cell_id join plans on plans.id = plan_cells.plan_id
     where cells.id = :cellId and ${visible.sql} and (cast(:planId as bigint) is null or plans.id = :planId)
     order by coalesce(plans.in_force @> cast(:at as timestamptz), false) desc, plans.id desc limit 1`,
    { ...visible.bindings, ...covered.bindings, ownPersonId: scope.ownPersonId, cellId, planId, at },
  );
  const [found] = rows;
  if (!found?.isCovered)
    throw new NotFound(
      'cell-not-found',
      `There is no cell ${cellId} in your areas.`,
      `您的辖区内没有编号为 ${cellId} 的网格。`,
    );
  return {
    type: 'Feature',
    id: found.id,
    geometry: JSON.parse(found.outline),
    properties: found.properties,
  };
}

/** Who is assigned to the cell at the instant, and which of them is on duty then; with `onlyPersonId`, that person at most. */
export async function peopleOfCell(
  db: Knex,
  cellId: number,
  at: Date,
  onlyPersonId: number | null,
): Promise<Pick<CellDetail, 'assignments' | 'onDuty'>> {
  const only = '(cast(:onlyPersonId as bigint) is null or person.id = :onlyPersonId)';
  const bindings = { cellId, at, onlyPersonId };
  const { rows: assignments } = await db.raw(
    `select assignment.id, ${personNameColumn}, assignment.role, lower(assignment.period) as "from",
       upper(assignment.period) as "to"
     from assignments assignment join people person on person.id = assignment.person_id
     where assignment.cell_id = :cellId and assignment.period @> cast(:at as timestamptz) and ${only}
     order by person.kind = 'officer' desc, person.number, assignment.id`,
    bindings,
  );
  const { rows: onDuty } = await db.raw(
    `select ${personNameColumn}, min(lower(duty.period)) as since,
       nullif(max(coalesce(upper(duty.period), 'infinity')), 'infinity') as "to"
     from duties duty join people person on person.id = duty.person_id
     where duty.period @> cast(:at as timestamptz) and ${only} and person.id in (
       select person_id from assignments where cell_id = :cellId and period @> cast(:at as timestamptz))
     group by person.id order by person.number`,
    bindings,
  );
  return { assignments, onDuty };
}

/** The people and devices among these that the scope covers, named. */
export async function namesFor(
  db: Knex,
  scope: Scope,
  personIds: readonly number[],
  deviceIds: readonly number[],
) {
  const covered = personCondition(scope);
  const station = stationCondition(scope, 'device.station_area_id');
  const [people, devices] = await Promise.all([
    db.raw(
      `select person.id, ${personNameColumn} from people person where person.id = any(:personIds) and ${covered.sql}`,
      { ...covered.bindings, personIds },
    ),
    db.raw(
      `select device.id, device.name from devices device where device.id = any(:deviceIds) and ${station.sql}`,
      { ...station.bindings, deviceIds },
    ),
  ]);
  return {
    people: new Map<number, CellDetail['onDuty'][number]['person']>(
      people.rows.map((row: { id: number; person: CellDetail['onDuty'][number]['person'] }) => [
        row.id,
        row.person,
      ]),
    ),
    devices: new Map<number, { id: number; name: string }>(
      devices.rows.map((row: { id: number; name: string }) => [row.id, row]),
    ),
  };
}

/** How large a cell is, and which of the devices are built into vehicles. */
export async function searchedBy(
  db: Knex,
  cellId: number,
  deviceIds: readonly number[],
): Promise<{ areaSquareMetres: number; vehicles: ReadonlySet<number> }> {
  const { rows } = await db.raw(
    `select area_square_metres as "areaSquareMetres", (
       select coalesce(json_agg(devices.id), '[]') from devices
       where devices.id = any(:deviceIds) and ${kindColumn('devices')} = 'vehicle') as vehicles
     from cells where id = :cellId`,
    { cellId, deviceIds: [...new Set(deviceIds)] },
  );
  return { areaSquareMetres: rows[0].areaSquareMetres, vehicles: new Set(rows[0].vehicles) };
}
