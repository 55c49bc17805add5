import type { Knex } from 'knex';
import { wkbOfPolygons } from '../../geo/wkb.ts';
import { keepCells, type PlanCell, putPlanCells } from '../cell-store.ts';
import type { LoadedCell } from '../load-cells.ts';
import { ownersAt, type PlanOwner } from '../owners.ts';
import { raisePlanRevision } from '../store.ts';
import type { Change, MadeCell } from './change.ts';
import type { EditKind } from './edit.ts';
import { newCodes } from './new-codes.ts';

/** An entry of plan_cells as text that keeps every bit of it. */
export const entry = `jsonb_build_object('geometry', plan_cells.geometry::text, 'code', plan_cells.code,
  'name', plan_cells.name, 'owner_area_id', plan_cells.owner_area_id, 'usage', plan_cells.usage,
  'class', plan_cells.class, 'enclave', plan_cells.enclave, 'households', plan_cells.households)`;

const entryColumns = `geometry text, code text, name text, owner_area_id bigint, usage text, class text,
  enclave boolean, households int`;

export type Made = { editId: number; revision: number; removed: number[]; changed: number[] };

export type Author = { accountId: number | null; kind: EditKind; value: unknown };

/** Writes a change of a draft's cells with what undoes it. The draft is locked by the caller. */
export async function storeChange(
  trx: Knex,
  plan: { id: number; layer: string },
  author: Author,
  change: Change,
  near: readonly LoadedCell[],
): Promise<Made> {
  const gone = change.removed.map(({ id }) => id);
  const before = await takeOut(trx, plan.id, gone);
  const staying = near.flatMap(({ id }) => (gone.includes(id) ? [] : [id]));
  const kept = await keepCells(
    trx,
    change.made.map(({ outline }) => outline),
    new Set(staying),
  );
  const cellIds = kept.map(({ cellId }) => cellId);
  const described = await describe(trx, plan, change, cellIds);
  await putPlanCells(
    trx,
    plan.id,
    described.map((cell, index) => ({
      ...cell,
      outline: kept[index]?.differs ? change.made[index]?.outline : undefined,
    })),
  );
  const made = await record(trx, plan.id, author, before, cellIds);
  await declareExclusions(trx, plan.id, made.editId, change);
  return { ...made, removed: gone.filter((id) => !cellIds.includes(id)), changed: cellIds };
}

/** Takes cells out of a plan; answers their entries. */
async function takeOut(trx: Knex, planId: number, cellIds: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await trx.raw(
    `delete from plan_cells where plan_id = :planId and cell_id = any(:cellIds)
     returning cell_id as "cellId", ${entry}::text as entry`,
    { planId, cellIds: [...cellIds] },
  );
  return new Map(rows.map((row: { cellId: number; entry: string }) => [row.cellId, row.entry]));
}

async function describe(
  trx: Knex,
  plan: { id: number; layer: string },
  { made, removed }: Change,
  cellIds: readonly number[],
): Promise<PlanCell[]> {
  const fresh = made.flatMap((cell, index) =>
    cell.continues && !cell.renumber ? [] : [cellIds[index] ?? 0],
  );
  const owners = fresh.length > 0 ? await ownersAt(trx, plan.id, fresh) : new Map<number, PlanOwner>();
  const isNumbered = ({ continues, renumber, set }: MadeCell) => !set?.code && (!continues || renumber);
  const wanting = made.flatMap((cell, index) => (isNumbered(cell) ? [owners.get(cellIds[index] ?? 0)] : []));
  const leaving = removed.map(({ code }) => code);
  const codes = await newCodes(trx, plan, wanting, leaving);
  return made.map((cell, index): PlanCell => {
    const { continues, cutFrom, set } = cell;
    const cellId = cellIds[index] ?? 0;
    const numbered = isNumbered(cell) ? codes.shift() : undefined;
    const given = numbered ?? continues ?? { code: set?.code ?? '', name: set?.code ?? '' };
    const like = continues ?? cutFrom;
    return {
      cellId,
      code: given.code,
      name: continues?.name ?? given.name,
      ownerAreaId: like?.ownerAreaId ?? owners.get(cellId)?.areaId ?? null,
      usage: like?.usage ?? null,
      class: like?.class ?? 'basic',
      enclave: continues?.enclave ?? false,
      households: continues?.households ?? null,
      ...defined(set),
    };
  });
}

/** The attributes that were given: an absent one leaves the value as it is. */
function defined(set: MadeCell['set']): Partial<PlanCell> {
  return Object.fromEntries(Object.entries(set ?? {}).filter(([, value]) => value !== undefined));
}

/** Whoever makes an edit gives up what they undid before. */
export async function forgetUndone(trx: Knex, planId: number, accountId: number): Promise<void> {
  await trx.raw(
    `update edits set discarded = true
     where plan_id = :planId and account_id = :accountId and undone_at is not null and not discarded`,
    { planId, accountId },
  );
}

async function record(
  trx: Knex,
  planId: number,
  { accountId, kind, value }: Author,
  before: ReadonlyMap<number, string>,
  cellIds: readonly number[],
): Promise<Pick<Made, 'editId' | 'revision'>> {
  const revision = await raisePlanRevision(trx, planId);
  if (accountId !== null) await forgetUndone(trx, planId, accountId);
  const { rows } = await trx.raw(
    `with made as (
       insert into edits (plan_id, account_id, kind, value, revision)
       values (:planId, :accountId, :kind, :value::jsonb, :revision) returning id
     ), touched as (
       select cell_id, entry::jsonb as before from unnest(:goneIds::bigint[], :entries::text[]) as given(cell_id, entry)
     ), put as (
       select cell_id, ${entry} as after from plan_cells where plan_id = :planId and cell_id = any(:cellIds)
     ), written as (
       insert into edit_cells (edit_id, cell_id, before, after)
       select made.id, coalesce(touched.cell_id, put.cell_id), touched.before, put.after
       from made cross join (touched full join put on put.cell_id = touched.cell_id)
     )
     select id from made`,
    {
      planId,
      accountId,
      kind,
      value: JSON.stringify(value),
      revision,
      goneIds: [...before.keys()],
      entries: [...before.values()],
      cellIds: [...cellIds],
    },
  );
  return { editId: rows[0].id, revision };
}

async function declareExclusions(trx: Knex, planId: number, editId: number, { exclusions }: Change) {
  if (!exclusions || exclusions.length === 0) return;
  await trx.raw(
    `insert into plan_exclusions (plan_id, edit_id, geometry)
     select :planId, :editId, st_setsrid(st_geomfromwkb(wkb), 4326) from unnest(:wkbs::bytea[]) as given(wkb)`,
    { planId, editId, wkbs: exclusions.map((polygon) => wkbOfPolygons([polygon])) },
  );
}

/**
 * Puts the cells of an edit back as they were before it, or as they were after it. Answers undefined, and does nothing,
 * where a cell is not any more as the edit, or its undoing, left it.
 */
export async function swapEdit(
  trx: Knex,
  planId: number,
  editId: number,
  to: 'before' | 'after',
): Promise<Omit<Made, 'editId'> | undefined> {
  const from = to === 'before' ? 'after' : 'before';
  const { rows: others } = await trx.raw(
    `select from edit_cells
     left join plan_cells on plan_cells.plan_id = :planId and plan_cells.cell_id = edit_cells.cell_id
     where edit_cells.edit_id = :editId
       and edit_cells.${from} is distinct from (case when plan_cells.plan_id is not null then ${entry} end) limit 1`,
    { planId, editId },
  );
  if (others.length > 0) return undefined;
  const { rows } = await trx.raw(
    `with gone as (
       delete from plan_cells using edit_cells where plan_cells.plan_id = :planId
         and edit_cells.edit_id = :editId and edit_cells.cell_id = plan_cells.cell_id
         and edit_cells.${to} is null
       returning plan_cells.cell_id
     ), put as (
       insert into plan_cells (plan_id, cell_id, geometry, code, name, owner_area_id, usage, class, enclave, households)
       select :planId, edit_cells.cell_id, entry.geometry::geometry, entry.code, entry.name, entry.owner_area_id,
         entry.usage, entry.class, entry.enclave, entry.households
       from edit_cells cross join lateral jsonb_to_record(edit_cells.${to}) as entry(${entryColumns})
       where edit_cells.edit_id = :editId and edit_cells.${to} is not null
       on conflict (plan_id, cell_id) do update set geometry = excluded.geometry, code = excluded.code,
         name = excluded.name, owner_area_id = excluded.owner_area_id, usage = excluded.usage,
         class = excluded.class, enclave = excluded.enclave, households = excluded.households
       returning cell_id
     )
     select cell_id as "cellId", true as "isGone" from gone union all select cell_id, false from put order by 1`,
    { planId, editId },
  );
  const revision = await raisePlanRevision(trx, planId);
  await trx.raw(
    `update edits set undone_at = case when :to = 'before' then now() end, revision = :revision where id = :editId`,
    { to, revision, editId },
  );
  const ids = (isGone: boolean) =>
    rows.flatMap((row: { cellId: number; isGone: boolean }) => (row.isGone === isGone ? [row.cellId] : []));
  return { revision, removed: ids(true), changed: ids(false) };
}
