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
import { codesOfPlan, type NextCode } from './codes.ts';
import { recordChanges } from './edits/record.ts';
import { boundsOf } from './generate/territory.ts';
import { ownersAt, type PlanOwner } from './owners.ts';
import { readingOrder } from './reading-order.ts';
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
  const codes = await codesOfPlan(
    trx,
    planId,
    records.flatMap(({ properties }) => properties.code ?? []),
  );
  const owners = await ownersAt(
    trx,
    planId,
    cells.map(({ cellId }) => cellId),
  );
  const foundAt = records.map((_, index): PlanOwner | undefined => owners.get(cells[index]?.cellId ?? 0));
  const ownerIds = records.map(
    ({ properties }, index) => properties.ownerAreaId ?? foundAt[index]?.areaId ?? null,
  );
  const made: (Numbered | undefined)[] = records.map(() => undefined);
  const placed = records.map(({ outline }, index) => ({
    ownerAreaId: ownerIds[index] ?? null,
    bounds: boundsOf(outline),
  }));
  for (const index of readingOrder(placed)) {
    if (records[index]?.properties.code) continue;
    const before = codes.ofCell.get(cells[index]?.cellId ?? 0);
    made[index] = before ?? numbered(codes.next, foundAt[index] ?? null);
  }
  return records.map(({ outline, properties }, index): PlanCell => {
    const { cellId, differs } = cells[index] ?? { cellId: 0, differs: false };
    return {
      cellId,
      outline: differs ? outline : undefined,
      code: properties.code ?? made[index]?.code ?? '',
      name: properties.name ?? made[index]?.name ?? properties.code ?? '',
      ownerAreaId: ownerIds[index] ?? null,
      usage: properties.usage ?? null,
      class: properties.class ?? 'basic',
      enclave: properties.enclave ?? false,
      households: properties.households ?? null,
    };
  });
}

type Numbered = { code: string; name: string };

function numbered(next: NextCode, owner: PlanOwner | null): Numbered {
  const { code, number } = next(owner);
  return { code, name: `${owner ? `${owner.name} ` : ''}第${number}格` };
}
