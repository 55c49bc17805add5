import type { Knex } from 'knex';
import { z } from 'zod';
import { cellCondition, type Scope } from '../access/scope.ts';

const cell = z.object({
  cell: z.int(),
  code: z.string(),
  name: z.string(),
  areaSquareMetres: z.number(),
});

export const difference = z.object({
  plan: z.int(),
  other: z.int(),
  kept: z.int().meta({ description: 'Cells with the same outline in both' }),
  added: z.array(cell).meta({ description: 'Cells of the other plan that this one has not' }),
  removed: z.array(cell).meta({ description: 'Cells of this plan that the other has not' }),
  changed: z
    .array(cell.extend({ formerCode: z.string(), formerName: z.string() }))
    .meta({ description: 'Kept cells whose code or name differ' }),
});

/** What changes from one plan to another, by the identity of cells; only cells that the scope covers. */
export async function differenceOf(
  db: Knex,
  scope: Scope,
  planId: number,
  otherId: number,
): Promise<z.output<typeof difference>> {
  const covered = cellCondition(
    scope,
    'cells.interior_point',
    'coalesce(after.owner_area_id, before.owner_area_id)',
  );
  const { rows } = await db.raw(
    `select cells.id as cell, before.code as "formerCode", before.name as "formerName", after.code, after.name,
       cells.area_square_metres as "areaSquareMetres"
     from (select * from plan_cells where plan_id = :planId) before
     full join (select * from plan_cells where plan_id = :otherId) after on after.cell_id = before.cell_id
     join cells on cells.id = coalesce(after.cell_id, before.cell_id)
     where ${covered.sql} order by cells.id`,
    { ...covered.bindings, planId, otherId },
  );
  const both: Row[] = rows.filter((row: Row) => row.code !== null && row.formerCode !== null);
  return {
    plan: planId,
    other: otherId,
    kept: both.length,
    added: rows.filter((row: Row) => row.formerCode === null).map(now),
    removed: rows.filter((row: Row) => row.code === null).map(before),
    changed: both.flatMap(({ cell: id, code, name, formerCode, formerName, areaSquareMetres }) =>
      code === formerCode && name === formerName
        ? []
        : [{ cell: id, code, name, formerCode, formerName, areaSquareMetres }],
    ),
  };
}

type Row = {
  cell: number;
  code: string;
  name: string;
  formerCode: string;
  formerName: string;
  areaSquareMetres: number;
};

const now = ({ cell: id, code, name, areaSquareMetres }: Row) => ({ cell: id, code, name, areaSquareMetres });
const before = ({ cell: id, formerCode, formerName, areaSquareMetres }: Row) => ({
  cell: id,
  code: formerCode,
  name: formerName,
  areaSquareMetres,
});
