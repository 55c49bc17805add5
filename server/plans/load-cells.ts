import type { Knex } from 'knex';
import { type FlatPolygon, polygonsOfWkb } from '../geo/wkb.ts';

/** A cell as its plan has it. */
export type LoadedCell = {
  id: number;
  outline: FlatPolygon[];
  isValid: boolean;
  code: string;
  name: string;
  ownerAreaId: number | null;
  usage: string | null;
  enclave: boolean;
};

const pageSize = 5_000;

/** All cells of a plan by id, read a page at a time. */
export async function loadCells(db: Knex, planId: number): Promise<LoadedCell[]> {
  const cells: LoadedCell[] = [];
  for (let afterId = 0; ; ) {
    const page = await readPage(db, planId, afterId);
    cells.push(...page);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return cells;
    afterId = last.id;
  }
}

type Row = Omit<LoadedCell, 'outline'> & { wkb: Buffer };

async function readPage(db: Knex, planId: number, afterId: number): Promise<LoadedCell[]> {
  const { rows } = await db.raw(
    `select cells.id, st_asbinary(coalesce(plan_cells.geometry, cells.geometry)) as wkb,
       case when plan_cells.geometry is null then cells.valid else st_isvalid(plan_cells.geometry) end as "isValid",
       plan_cells.code, plan_cells.name, plan_cells.owner_area_id as "ownerAreaId", plan_cells.usage, plan_cells.enclave
     from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = :planId and plan_cells.cell_id > :afterId
     order by plan_cells.cell_id limit :pageSize`,
    { planId, afterId, pageSize },
  );
  return rows.map(({ wkb, ...cell }: Row) => ({ ...cell, outline: polygonsOfWkb(wkb) }));
}
