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

/** All cells of a plan by id; `onPage` is given them some thousand at a time as they come. */
export async function loadCells(
  db: Knex,
  planId: number,
  onPage: (cells: readonly LoadedCell[]) => void = () => {},
): Promise<LoadedCell[]> {
  const cells: LoadedCell[] = [];
  const room = sharedRoom();
  let next: StartedPage | undefined = await startPage(db, planId, 0, room);
  while (next) {
    const { page, lastId }: StartedPage = next;
    // The database prepares one page while the one before is taken apart; a transaction has one connection.
    if (db.isTransaction) await page;
    next = lastId === null ? undefined : await startPage(db, planId, lastId, room);
    const read = await page;
    for (const cell of read) cells.push(cell);
    onPage(read);
  }
  return cells;
}

/** `lastId` is null where it is the last one. */
type StartedPage = { page: Promise<LoadedCell[]>; lastId: number | null };

/** Begins to read a page. */
async function startPage(db: Knex, planId: number, afterId: number, room: Room): Promise<StartedPage> {
  const { rows } = await db.raw(
    `select cell_id as "lastId" from plan_cells where plan_id = :planId and cell_id > :afterId
     order by cell_id offset :pageSize - 1 limit 1`,
    { planId, afterId, pageSize },
  );
  const lastId: number | null = rows[0]?.lastId ?? null;
  const page = readPage(db, pageOf(planId, afterId, lastId), room);
  // Told where it is waited for, which may be after another page has failed.
  page.catch(() => {});
  return { page, lastId };
}

async function readPage(db: Knex, select: string, room: Room): Promise<LoadedCell[]> {
  const cells: LoadedCell[] = [];
  await copyOut(db, select, (row) => void cells.push(cellOf(row, room)));
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

/** Bounds are said of both sides: the planner does not carry them over, and a merge would read all cells before them. */
function pageOf(planId: number, afterId: number, lastId: number | null): string {
  const isIn = (id: string) =>
    `${id} > ${Number(afterId)}${lastId === null ? '' : ` and ${id} <= ${Number(lastId)}`}`;
  return `select ${columns} from plan_cells join cells on cells.id = plan_cells.cell_id
   where plan_cells.plan_id = ${Number(planId)} and ${isIn('plan_cells.cell_id')} and ${isIn('cells.id')}
   order by plan_cells.cell_id`;
}

/** The fields in the order of `columns`. */
function cellOf(row: BinaryRow, room: Room): LoadedCell {
  return {
    id: row.bigint() ?? 0,
    outline: placePolygons(room, row.view, row.place()),
    isValid: row.boolean() ?? false,
    code: row.text() ?? '',
    name: row.text() ?? '',
    ownerAreaId: row.bigint(),
    usage: row.text(),
    class: row.says('dedicated') ? 'dedicated' : 'basic',
    enclave: row.boolean() ?? false,
    households: row.integer(),
  };
}
