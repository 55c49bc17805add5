import type { Knex } from 'knex';
import type { Language } from '../http/problem.ts';
import { type KeptCell, keepCells, type PlanCell, putPlanCells } from './cell-store.ts';
import type { CleanOptions } from './clean/clean.ts';
import {
  cleanRecords,
  flatten,
  type ImportedOutline,
  type ReadRecord,
  type ReadRecords,
} from './clean/clean-records.ts';
import { codeGiver, ownerPrefix, readLayerCodes } from './codes.ts';
import { recordChanges } from './edits/record.ts';
import { ownersAt, type PlanOwner } from './owners.ts';
import { lockDraft, raisePlanRevision } from './store.ts';

type ImportedCells = { created: number; updated: number } & Omit<ReadRecords, 'records'>;

/**
 * Puts outlines into a draft as cells. A record whose code the draft has, or whose outline where it has no code, updates
 * that cell; records of one file never update each other, so that their faults stay to be found. With `clean` the
 * outlines are made to tile and every part becomes a cell; without, they are taken unchanged.
 */
export async function insertOutlines(
  db: Knex,
  planId: number,
  outlines: readonly ImportedOutline[],
  {
    clean,
    language = 'en',
    accountId = null,
  }: { clean: CleanOptions | false; language?: Language; accountId?: number | null },
): Promise<ImportedCells> {
  return db.transaction(async (trx) => {
    await lockDraft(trx, planId);
    const { records, ...read } = clean ? cleanRecords(outlines, clean, language) : asSent(outlines);
    const before = await readPlanCells(trx, planId);
    const author = { accountId, kind: 'import' as const, value: { records: outlines.length } };
    const replaced = new Map(
      records.flatMap(({ properties: { code } }) => {
        const cellId = code ? before.byCode.get(code) : undefined;
        return code && cellId !== undefined ? [[code, cellId]] : [];
      }),
    );
    let cells: KeptCell[] = [];
    await recordChanges(trx, planId, author, async () => {
      await trx.raw('delete from plan_cells where plan_id = :planId and cell_id = any(:cellIds)', {
        planId,
        cellIds: [...replaced.values()],
      });
      cells = await keepCells(
        trx,
        records.map(({ outline }) => outline),
      );
      await putPlanCells(trx, planId, await describe(trx, planId, records, cells));
      return raisePlanRevision(trx, planId);
    });
    const updated = records.filter(
      ({ properties: { code } }, index) =>
        (code && replaced.has(code)) || before.ids.has(cells[index]?.cellId ?? 0),
    ).length;
    return { created: records.length - updated, updated, ...read };
  });
}

function asSent(outlines: readonly ImportedOutline[]): ReadRecords {
  const records = outlines.map(({ geometry, ...rest }) => ({ ...rest, outline: flatten(geometry) }));
  return { records, skipped: [], repaired: [] };
}

async function readPlanCells(trx: Knex, planId: number) {
  const rows: { cell_id: number; code: string }[] = await trx('plan_cells')
    .where({ plan_id: planId })
    .select('cell_id', 'code');
  return {
    ids: new Set(rows.map((row) => row.cell_id)),
    byCode: new Map(rows.map((row) => [row.code, row.cell_id])),
  };
}

/** Adds owner, code and name where the file has none: the parts of one record share its code, which is then a finding. */
async function describe(
  trx: Knex,
  planId: number,
  records: readonly ReadRecord[],
  cells: readonly KeptCell[],
): Promise<PlanCell[]> {
  const { layer } = await trx('plans').where({ id: planId }).first('layer');
  const codes = await readLayerCodes(trx, layer);
  const planCodes: { code: string }[] = await trx('plan_cells').where({ plan_id: planId }).select('code');
  const given = records.flatMap(({ properties }) => properties.code ?? []);
  const nextCode = codeGiver([...codes.used, ...planCodes.map(({ code }) => code), ...given]);
  const owners = await ownersAt(
    trx,
    planId,
    cells.map(({ cellId }) => cellId),
  );
  return records.map(({ outline, properties }, index): PlanCell => {
    const { cellId, differs } = cells[index] ?? { cellId: 0, differs: false };
    const found: PlanOwner | undefined = owners.get(cellId);
    const ownerAreaId = properties.ownerAreaId ?? found?.areaId ?? null;
    const before = codes.ofCell.get(cellId);
    const made = properties.code ? undefined : (before ?? numbered(nextCode, found ?? null));
    return {
      cellId,
      outline: differs ? outline : undefined,
      code: properties.code ?? made?.code ?? '',
      name: properties.name ?? made?.name ?? properties.code ?? '',
      ownerAreaId,
      usage: properties.usage ?? null,
      class: properties.class ?? 'basic',
      enclave: properties.enclave ?? false,
      households: properties.households ?? null,
    };
  });
}

function numbered(nextCode: ReturnType<typeof codeGiver>, owner: PlanOwner | null) {
  const { code, number } = nextCode(ownerPrefix(owner));
  return { code, name: `${owner ? `${owner.name} ` : ''}第${number}格` };
}
