import type { Knex } from 'knex';
import { type FlatPolygon, polygonsOfWkb, wkbOfPolygons } from '../geo/wkb.ts';
import { identicalOutline, outlineKey, outlineKeysNear, sameOutline } from './outline-identity.ts';

export type Outline = readonly FlatPolygon[];

/** A cell found or made for an outline; `differs` where it was stored with other vertices on the same outline. */
export type KeptCell = { cellId: number; differs: boolean };

const batch = 2_000;

/**
 * From so many new rows on, the planner of PostgreSQL is told of them at once. By statistics from before, a new plan has
 * one cell and is joined in quadratic time; autovacuum comes a minute later, and not at all within a transaction.
 */
export const manyCells = 500;

/**
 * The cells of these outlines, in their order: known ones by identity, new ones inserted. No cell is given twice, nor
 * one of `taken`: the second of two equal outlines in one plan becomes a cell of its own.
 */
export async function keepCells(
  trx: Knex,
  outlines: readonly Outline[],
  taken: ReadonlySet<number> = new Set(),
): Promise<KeptCell[]> {
  // Two planners must not both insert the same new outline; readers are not held up.
  await trx.raw('lock table cells in share row exclusive mode');
  const used = new Set(taken);
  const kept: KeptCell[] = [];
  for (let start = 0; start < outlines.length; start += batch) {
    const part = outlines.slice(start, start + batch);
    const known = await cellsLike(trx, part);
    const found = part.map((outline) => findCell(known, outline, used));
    const missing = part.filter((_, index) => !found[index]);
    const inserted = await insertCells(trx, missing);
    if (inserted.length >= manyCells) await trx.raw('analyze cells (id, outline_key)');
    for (const cellId of inserted) used.add(cellId);
    for (const cell of found) kept.push(cell ?? { cellId: inserted.shift() ?? 0, differs: false });
  }
  return kept;
}

type Known = Map<string, { cellId: number; outline: Outline }[]>;

async function cellsLike(trx: Knex, outlines: readonly Outline[]): Promise<Known> {
  const keys = outlines.flatMap(outlineKeysNear);
  const { rows } = await trx.raw(
    `select id, outline_key, st_asbinary(geometry) as wkb from cells
     where outline_key = any(:keys::bytea[]) order by id`,
    { keys },
  );
  const known: Known = new Map();
  for (const row of rows) {
    const key = row.outline_key.toString('hex');
    const alike = known.get(key) ?? [];
    alike.push({ cellId: row.id, outline: polygonsOfWkb(row.wkb) });
    known.set(key, alike);
  }
  return known;
}

function findCell(known: Known, outline: Outline, used: Set<number>): KeptCell | undefined {
  const candidates = outlineKeysNear(outline)
    .flatMap((key) => known.get(key.toString('hex')) ?? [])
    .filter(({ cellId }) => !used.has(cellId));
  const exact = candidates.find((candidate) => identicalOutline(candidate.outline, outline));
  const found = exact ?? candidates.find((candidate) => sameOutline(candidate.outline, outline));
  if (!found) return undefined;
  used.add(found.cellId);
  return { cellId: found.cellId, differs: !exact };
}

async function insertCells(trx: Knex, outlines: readonly Outline[]): Promise<number[]> {
  if (outlines.length === 0) return [];
  const { rows } = await trx.raw(
    `with sent as (
       select place, key, st_setsrid(st_geomfromwkb(wkb), 4326) as outline
       from unnest(:keys::bytea[], :wkbs::bytea[]) with ordinality as given(key, wkb, place)
     ), numbered as (
       select place, nextval(pg_get_serial_sequence('cells', 'id')) as id, key, outline from sent
     ), inserted as (
       insert into cells (id, outline_key, geometry, interior_point, area_square_metres, valid) overriding system value
       select id, key, outline, st_pointonsurface(outline), st_area(outline::geography), st_isvalid(outline) from numbered order by place
     )
     select id from numbered order by place`,
    { keys: outlines.map(outlineKey), wkbs: outlines.map(wkbOfPolygons) },
  );
  return rows.map((row: { id: number }) => row.id);
}

/** What a plan says of one cell. `outline` is set where the plan needs other vertices than the cell was stored with. */
export type PlanCell = {
  cellId: number;
  outline?: Outline | undefined;
  code: string;
  name: string;
  ownerAreaId: number | null;
  usage?: string | null;
  class?: 'basic' | 'dedicated';
  enclave?: boolean;
  households?: number | null;
};

/** Writes what a plan says of its cells; a cell that it already has is replaced as a whole. */
export async function putPlanCells(trx: Knex, planId: number, cells: readonly PlanCell[]): Promise<void> {
  for (let start = 0; start < cells.length; start += batch) {
    const part = cells.slice(start, start + batch);
    await trx.raw(
      `insert into plan_cells (plan_id, cell_id, geometry, code, name, owner_area_id, usage, class, enclave, households)
       select :planId, cell_id, st_setsrid(st_geomfromwkb(wkb), 4326), code, name, owner, usage, class, enclave, households
       from unnest(:cellIds::bigint[], :wkbs::bytea[], :codes::text[], :names::text[], :owners::bigint[], :usages::text[],
         :classes::text[], :enclaves::boolean[], :households::int[])
         as given(cell_id, wkb, code, name, owner, usage, class, enclave, households)
       on conflict (plan_id, cell_id) do update set geometry = excluded.geometry, code = excluded.code,
         name = excluded.name, owner_area_id = excluded.owner_area_id, usage = excluded.usage, class = excluded.class,
         enclave = excluded.enclave, households = excluded.households`,
      {
        planId,
        cellIds: part.map(({ cellId }) => cellId),
        wkbs: part.map(({ outline }) => (outline ? wkbOfPolygons(outline) : null)),
        codes: part.map(({ code }) => code),
        names: part.map(({ name }) => name),
        owners: part.map(({ ownerAreaId }) => ownerAreaId),
        usages: part.map(({ usage }) => usage ?? null),
        classes: part.map((cell) => cell.class ?? 'basic'),
        enclaves: part.map(({ enclave }) => enclave ?? false),
        households: part.map(({ households }) => households ?? null),
      },
    );
  }
  if (cells.length >= manyCells) await trx.raw('analyze plan_cells (plan_id, cell_id)');
}

/** Gives cells of a plan the vertices that their neighbours in it have, where these are not the stored ones. */
export async function putOutlines(
  trx: Knex,
  planId: number,
  cells: readonly { cellId: number; outline: Outline }[],
): Promise<void> {
  await trx.raw(
    `update plan_cells set geometry = nullif(given.outline, cells.geometry)
     from (select cell_id, st_setsrid(st_geomfromwkb(wkb), 4326) as outline
       from unnest(:cellIds::bigint[], :wkbs::bytea[]) as sent(cell_id, wkb)) given
     join cells on cells.id = given.cell_id
     where plan_cells.plan_id = :planId and plan_cells.cell_id = given.cell_id`,
    {
      planId,
      cellIds: cells.map(({ cellId }) => cellId),
      wkbs: cells.map(({ outline }) => wkbOfPolygons(outline)),
    },
  );
}
