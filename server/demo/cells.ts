import type { Knex } from 'knex';
import type { DemoCell } from './outings.ts';

/** The cells of the plan with what the simulator asks of them: whose they are, which station's, and where. */
export async function readDemoCells(db: Knex, planId: number): Promise<DemoCell[]> {
  const { rows } = await db.raw(
    `select cell.id, owner.code as "ownerCode", owner.kind as "ownerKind", station.code as "stationCode",
       array[st_x(cell.interior_point), st_y(cell.interior_point)] as at
     from plan_cells plan_cell
     join cells cell on cell.id = plan_cell.cell_id
     join areas owner on owner.id = plan_cell.owner_area_id
     join areas station on station.kind = 'station' and st_covers(station.geometry, owner.interior_point)
     where plan_cell.plan_id = :planId order by cell.id`,
    { planId },
  );
  return rows;
}
