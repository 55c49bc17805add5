import type { Knex } from 'knex';
import { type BinaryRow, copyOut } from '../database/copy-out.ts';
import type { Bounds } from '../geo/position.ts';
import { type FlatPolygon, placePolygons, polygonsOfWkb, type Room, sharedRoom } from '../geo/wkb.ts';

/** A cell as its plan has it. */
export type LoadedCell = {
  id: number;
  outline: FlatPolygon[];
  isValid: boolean;
  code: string;
  name: string;
  ownerAreaId: number | null;
  usage: string | null;
  class: 'basic' | 'dedicated';
  enclave: boolean;
  households: number | null;
};

/** The embedded database makes a whole answer before it sends any of it. */
const pageSize = 5_000;

/** All cells of a plan by id. */
export async function loadCells(db: Knex, planId: number): Promise<LoadedCell[]> {
  const cells: LoadedCell[] = [];
  const room = sharedRoom();
  for (let read = pageSize; read === pageSize; ) {
    const before = cells.length;
    const afterId = cells.at(-1)?.id ?? 0;
    await copyOut(db, pageOf(planId, afterId), (row) => void cells.push(cellOf(row, room)));
    read = cells.length - before;
  }
  return cells;
}

/** The cells of a plan whose bounds meet a box, by id. */
export async function loadCellsIn(
  db: Knex,
  planId: number,
  [west, south, east, north]: Bounds,
): Promise<LoadedCell[]> {
  const { rows } = await db.raw(
    `select ${columns} from cells join plan_cells on plan_cells.cell_id = cells.id and plan_cells.plan_id = :planId
     where cells.geometry && st_makeenvelope(:west, :south, :east, :north, 4326) order by cells.id`,
    { planId, west, south, east, north },
  );
  return rows.map(toCell);
}

/** The cells of a plan with these ids, by id. */
export async function loadCellsOf(
  db: Knex,
  planId: number,
  cellIds: readonly number[],
): Promise<LoadedCell[]> {
  const { rows } = await db.raw(
    `select ${columns} from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = :planId and plan_cells.cell_id = any(:cellIds) order by cells.id`,
    { planId, cellIds: [...cellIds] },
  );
  return rows.map(toCell);
}

const columns = `cells.id, st_asbinary(coalesce(plan_cells.geometry, cells.geometry)) as wkb,
  case when plan_cells.geometry is null then cells.valid else st_isvalid(plan_cells.geometry) end as "isValid",
  plan_cells.code, plan_cells.name, plan_cells.owner_area_id as "ownerAreaId", plan_cells.usage, plan_cells.class,
  plan_cells.enclave, plan_cells.households`;

type Row = Omit<LoadedCell, 'outline'> & { wkb: Buffer };

const toCell = ({ wkb, ...cell }: Row): LoadedCell => ({ outline: polygonsOfWkb(wkb), ...cell });

/** The bound is said of both sides: the planner does not carry it over, and a merge would read all cells before it. */
const pageOf = (planId: number, afterId: number) =>
  `select ${columns} from plan_cells join cells on cells.id = plan_cells.cell_id
   where plan_cells.plan_id = ${Number(planId)} and plan_cells.cell_id > ${Number(afterId)} and cells.id > ${Number(afterId)}
   order by plan_cells.cell_id limit ${pageSize}`;

/** The fields in the order of `columns`. */
function cellOf(row: BinaryRow, room: Room): LoadedCell {
  return {
    id: row.bigint() ?? 0,
    outline: placePolygons(room, row.bytes() ?? new DataView(new ArrayBuffer(0))),
    isValid: row.boolean() ?? false,
    code: row.text() ?? '',
    name: row.text() ?? '',
    ownerAreaId: row.bigint(),
    usage: row.text(),
    class: row.text() === 'dedicated' ? 'dedicated' : 'basic',
    enclave: row.boolean() ?? false,
    households: row.integer(),
  };
}
