import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Interval } from './interval.ts';
import { once } from './once.ts';

/** A cell as obligations are judged on it. */
type Cell = {
  id: number;
  code: string;
  name: string;
  usage: string | null;
  ownerAreaId: number | null;
  ownerKind: string | null;
  /** A small number, the same for all cells of the same usage and kind of owner, in whatever plan. */
  sort: number;
  /** A point inside; a draft's outline may be too broken to have one. */
  position: [lon: number, lat: number] | null;
  bounds: [west: number, south: number, east: number, north: number];
};

/** A cell with the time in which obligations hold for it, in epoch ms. */
export type GroundCell = Cell & { obliged: Interval };

/** The cells of a plan, and which of them an area covers. */
export type Land = Readonly<{
  cells: readonly Cell[];
  byId: () => ReadonlyMap<number, Cell>;
  /** The cells, all obliged for the same time; the last answer is kept. */
  during: (obliged: Interval) => readonly GroundCell[];
  /** Ids of the cells that belong to the area or its descendants, or have their interior point inside it. */
  coveredBy: (db: Knex, areaId: number) => Promise<ReadonlySet<number>>;
}>;

const mostPlansHeld = 8;

type Held = { revision: string; land: Promise<Land> };
const heldByDatabase = new WeakMap<object, Map<number, Held>>();

/**
 * A plan's cells, in memory while neither the plan nor an area changes: reading 28,000 of them takes longer than all
 * the rest of an answer about them.
 */
export async function landOf(db: Knex, planId: number): Promise<Land> {
  const { rows } = await db.raw(
    `select plans.revision || ' ' || revisions.revision as revision
     from plans, revisions where plans.id = :planId and revisions.name = 'areas'`,
    { planId },
  );
  const revision: string = rows[0].revision;
  const held = heldOf(db);
  const known = held.get(planId);
  if (known?.revision === revision) return known.land;
  const land = readLand(db, planId);
  held.delete(planId);
  held.set(planId, { revision, land });
  for (const oldest of [...held.keys()].slice(0, held.size - mostPlansHeld)) held.delete(oldest);
  land.catch(() => held.delete(planId));
  return land;
}

/** Ids of the cells of the land that the scope covers; null where that is all of them. */
export async function coveredCells(db: Knex, land: Land, scope: Scope): Promise<ReadonlySet<number> | null> {
  if (scope.everywhere) return null;
  const sets = await Promise.all(scope.grantedIds.map((areaId) => land.coveredBy(db, areaId)));
  const [only] = sets;
  const covered = only && sets.length === 1 ? only : new Set(sets.flatMap((set) => [...set]));
  // Of a whole plan more is in memory than of a part that is put together anew for each who asks.
  return covered.size === land.cells.length ? null : covered;
}

function heldOf(db: Knex): Map<number, Held> {
  // A transaction shares its settings with its pool, so both find the same plans.
  const key: object = db.client.config;
  const held = heldByDatabase.get(key) ?? new Map<number, Held>();
  heldByDatabase.set(key, held);
  return held;
}

async function readLand(db: Knex, planId: number): Promise<Land> {
  const { rows } = await db.raw(
    `select cell.id, plan_cell.code, plan_cell.name, plan_cell.usage, plan_cell.owner_area_id as "ownerAreaId",
       owner.kind as "ownerKind",
       case when cell.interior_point is not null
         then array[round(st_x(cell.interior_point)::numeric, 7)::float8, round(st_y(cell.interior_point)::numeric, 7)::float8]
         end as position,
       array[st_xmin(cell.geometry), st_ymin(cell.geometry), st_xmax(cell.geometry), st_ymax(cell.geometry)] as bounds
     from plan_cells plan_cell join cells cell on cell.id = plan_cell.cell_id
     left join areas owner on owner.id = plan_cell.owner_area_id
     where plan_cell.plan_id = :planId order by plan_cell.code, cell.id`,
    { planId },
  );
  // What is spread stands last, here and below: a member that is added to a copy costs each cell a shape of its own.
  const cells: Cell[] = rows.map((row: Omit<Cell, 'sort'>) => ({ sort: sortOf(row), ...row }));
  return { cells, byId: once(() => byIdOf(cells)), during: duringOf(cells), coveredBy: coveredByOf(planId) };
}

function byIdOf(cells: readonly Cell[]): ReadonlyMap<number, Cell> {
  const byId = new Map<number, Cell>();
  for (const cell of cells) byId.set(cell.id, cell);
  return byId;
}

const sorts = new Map<string, number>();

function sortOf({ usage, ownerKind }: Pick<Cell, 'usage' | 'ownerKind'>): number {
  const name = JSON.stringify([usage, ownerKind]);
  const known = sorts.get(name) ?? sorts.size;
  sorts.set(name, known);
  return known;
}

function duringOf(cells: readonly Cell[]): Land['during'] {
  let last: { obliged: Interval; cells: readonly GroundCell[] } | undefined;
  return (obliged) => {
    if (last?.obliged[0] !== obliged[0] || last.obliged[1] !== obliged[1])
      last = { obliged, cells: cells.map((cell) => ({ obliged, ...cell })) };
    return last.cells;
  };
}

function coveredByOf(planId: number): Land['coveredBy'] {
  const covered = new Map<number, Promise<ReadonlySet<number>>>();
  return (db, areaId) => {
    const known = covered.get(areaId) ?? readCovered(db, planId, areaId);
    covered.set(areaId, known);
    known.catch(() => covered.delete(areaId));
    return known;
  };
}

async function readCovered(db: Knex, planId: number, areaId: number): Promise<ReadonlySet<number>> {
  const { rows } = await db.raw(
    `with recursive territory as (
       select id from areas where id = :areaId
       union select child.id from areas child join territory on child.parent_id = territory.id
     )
     select coalesce(json_agg(cell.id), '[]') as ids
     from plan_cells plan_cell join cells cell on cell.id = plan_cell.cell_id
     where plan_cell.plan_id = :planId and (plan_cell.owner_area_id in (select id from territory)
       or exists (select from areas area where area.id = :areaId and st_covers(area.geometry, cell.interior_point)))`,
    { planId, areaId },
  );
  return new Set(rows[0].ids);
}
