import type { Knex } from 'knex';
import { z } from 'zod';
import { cutPage, decodeCursor } from '../../http/parse.ts';
import type { MadeEdit } from './edit.ts';

const columns = `edits.id, edits.kind, accounts.display_name as by, edits.made_at as at, edits.revision,
  edits.undone_at is not null as undone`;

type Row = Omit<MadeEdit, 'at'> & { at: Date };
const toMade = ({ at, ...row }: Row): MadeEdit => ({ ...row, at: at.toISOString() });

/** The edits of a plan, newest first. */
export async function listEdits(
  db: Knex,
  planId: number,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ edits: MadeEdit[]; next: string | null }> {
  const [beforeId] = decodeCursor(z.tuple([z.int()]), page.cursor) ?? [Number.MAX_SAFE_INTEGER];
  const { rows } = await db.raw(
    `select ${columns} from edits left join accounts on accounts.id = edits.account_id
     where edits.plan_id = :planId and edits.id < :beforeId order by edits.id desc limit :limit`,
    { planId, beforeId, limit: page.limit + 1 },
  );
  const { page: shown, next } = cutPage<Row>(rows, page.limit, ({ id }) => [id]);
  return { edits: shown.map(toMade), next };
}

/** One edit. */
export async function readEdit(db: Knex, editId: number): Promise<MadeEdit> {
  const { rows } = await db.raw(
    `select ${columns} from edits left join accounts on accounts.id = edits.account_id where edits.id = :editId`,
    { editId },
  );
  return toMade(rows[0]);
}

/** The caller's next edits to undo and to redo in a plan. */
export async function findSteps(
  db: Knex,
  planId: number,
  accountId: number,
): Promise<{ undo: number | undefined; redo: number | undefined }> {
  const { rows } = await db.raw(
    `select (select id from edits where plan_id = :planId and account_id = :accountId and undone_at is null
         order by id desc limit 1) as undo,
       (select id from edits where plan_id = :planId and account_id = :accountId and undone_at is not null
         and not discarded order by id limit 1) as redo`,
    { planId, accountId },
  );
  return { undo: rows[0].undo ?? undefined, redo: rows[0].redo ?? undefined };
}

/** What happened to a plan since a revision: every edit that was made, undone or redone, with its cells. */
export async function readEditsSince(
  db: Knex,
  planId: number,
  revision: number,
): Promise<(MadeEdit & { accountId: number | null; removed: number[]; changed: number[] })[]> {
  const { rows } = await db.raw(
    `select ${columns}, edits.account_id as "accountId",
       array(select cell_id from edit_cells where edit_id = edits.id
         and (case when edits.undone_at is null then after else before end) is null order by 1) as removed,
       array(select cell_id from edit_cells where edit_id = edits.id
         and (case when edits.undone_at is null then after else before end) is not null order by 1) as changed
     from edits left join accounts on accounts.id = edits.account_id
     where edits.plan_id = :planId and edits.revision > :revision order by edits.revision`,
    { planId, revision },
  );
  return rows.map(toMade);
}

/** The latest edit since a revision that touched each of these cells. */
export async function readDisturbances(
  db: Knex,
  planId: number,
  revision: number,
  cellIds: readonly number[],
): Promise<{ cellId: number; editId: number }[]> {
  const { rows } = await db.raw(
    `select distinct on (edit_cells.cell_id) edit_cells.cell_id as "cellId", edits.id as "editId"
     from edit_cells join edits on edits.id = edit_cells.edit_id
     where edits.plan_id = :planId and edits.revision > :revision and edit_cells.cell_id = any(:cellIds)
     order by edit_cells.cell_id, edits.revision desc`,
    { planId, revision, cellIds: [...cellIds] },
  );
  return rows;
}

/** The cells that other edits have put into a plan, or put back, since an edit was made or undone. */
export async function cellsPutSince(db: Knex, planId: number, editId: number): Promise<ReadonlySet<number>> {
  const { rows } = await db.raw(
    `select distinct edit_cells.cell_id as id from edits edit
     join edits later on later.plan_id = :planId and later.revision > edit.revision
     join edit_cells on edit_cells.edit_id = later.id
     where edit.id = :editId
       and (case when later.undone_at is null then edit_cells.after else edit_cells.before end) is not null`,
    { planId, editId },
  );
  return new Set(rows.map(({ id }: { id: number }) => id));
}
