import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import type { AreaKind } from '../areas/area.ts';
import { indexesOutside, takeOverAreas } from '../areas/take-over.ts';
import type { Deps } from '../deps.ts';
import { Conflict, type Language } from '../http/problem.ts';
import type { LayerKind } from '../layers/layer.ts';
import { takeOverLayer } from '../layers/take-over.ts';
import { getOwnPlan, requireDraft } from '../plans/access.ts';
import { insertOutlines } from '../plans/import-outlines.ts';
import { takeOverPoints, type Untaken } from '../points/take-over.ts';
import { areaRecords } from './area-records.ts';
import { findOwners, listOutlines } from './cell-queries.ts';
import { cellRecords } from './cell-records.ts';
import type { CommitRequest, ImportResult } from './import.ts';
import { layerRecordsOf } from './layer-queries.ts';
import { commitPeople } from './people/commit.ts';
import { pointRecords } from './point-records.ts';
import { type FeatureRow, getImport, type Import, listFeatures, positionsOfImport } from './queries.ts';
import type { Note } from './source.ts';
import { finishCommit, repairOutlines } from './store.ts';
import { type Who, whoImports } from './who.ts';

/**
 * Takes a previewed import over, once. With `clean`, invalid outlines are made valid and told; without, areas are
 * skipped and a draft takes them as they are. One bad record never takes its neighbours along.
 */
export async function commitImport(
  { db, config }: Deps,
  caller: Caller,
  language: Language,
  id: number,
  request: CommitRequest,
): Promise<ImportResult> {
  return db.transaction(async (trx) => {
    const found = await getImport(trx, caller, id, true);
    if (found.committedAt)
      throw new Conflict(
        'import-committed',
        `The import ${id} was committed already.`,
        `导入 ${id} 已经提交过。`,
      );
    const who = await whoImports(trx, caller, found.kind, language, ['admin']);
    const result = await commitKind(trx, who, config.timeZone, found, request);
    await finishCommit(trx, id, result);
    return result;
  });
}

function commitKind(
  trx: Knex,
  who: Who,
  timeZone: string,
  found: Import,
  request: CommitRequest,
): Promise<ImportResult> {
  const { kind } = found;
  if (kind === 'people') return commitPeople(trx, who, timeZone, found);
  if (kind === 'cells') return commitCells(trx, who, found, request);
  if (kind === 'visit-points') return commitPoints(trx, who, timeZone, found);
  if (kind === 'points' || kind === 'lines') return commitLayer(trx, who, found, kind);
  return commitAreas(trx, who, found, kind, request.clean);
}

async function commitAreas(
  trx: Knex,
  who: Who,
  found: Import,
  kind: AreaKind,
  clean: boolean,
): Promise<ImportResult> {
  const { scope, language } = who;
  const repaired = clean ? await repairOutlines(trx, found.id) : [];
  const rows = await listFeatures(trx, found.id);
  const usable = rows.filter(({ hasOutline, isValid }) => hasOutline && isValid);
  const template = { importId: found.id, sourceName: found.sourceName, features: found.features };
  const { records, refused } = areaRecords(usable, found.mapping, template);
  const outside = new Set(await indexesOutside(trx, scope, found.id, kind, records));
  const taken = records.filter(({ index }) => !outside.has(index));
  const { created, updated } = await takeOverAreas(trx, scope, found.id, kind, taken);
  const skipped = [
    ...unusable(rows, found),
    ...refused,
    ...[...outside].map((index) => ({ index, note: notYours })),
  ];
  return {
    created: created.length,
    updated: updated.length,
    skipped: inWords(skipped, language),
    repaired: inWords(
      repaired.map((index) => ({ index, note: problemOf(found, index) })),
      language,
    ),
  };
}

/** The draft cleans for itself: what is invalid may well be what it is to show. */
async function commitCells(
  trx: Knex,
  { caller, scope, language }: Who,
  found: Import,
  { clean, toleranceMetres, fillSquareMetres }: CommitRequest,
): Promise<ImportResult> {
  const plan = await getOwnPlan(trx, scope, found.planId ?? 0);
  requireDraft(plan);
  const rows = await listOutlines(trx, found.id);
  const missing = rows.filter(({ outline }) => outline === null);
  const { records, refused } = cellRecords(
    rows.filter(({ outline }) => outline !== null),
    found.mapping,
  );
  const outlines = new Map(rows.map(({ index, outline }) => [index, outline]));
  const owners = await findOwners(trx, scope, [
    ...new Set(records.flatMap(({ ownerCode }) => ownerCode ?? [])),
  ]);
  const taken = records.flatMap(({ index, ownerCode, ...properties }) => {
    const geometry = outlines.get(index);
    const ownerAreaId = ownerCode === null ? undefined : owners.get(ownerCode);
    return geometry ? [{ index, geometry, properties: { ...properties, ownerAreaId } }] : [];
  });
  const options = { toleranceMetres, ...(fillSquareMetres !== undefined && { fillSquareMetres }) };
  const inserted = await insertOutlines(trx, plan.id, taken, {
    clean: clean && options,
    language,
    accountId: caller.accountId,
  });
  const unused = [...missing.map(({ index }) => ({ index, note: problemOf(found, index) })), ...refused];
  return {
    ...inserted,
    skipped: [...inserted.skipped, ...inWords(unused, language)].sort((a, b) => a.index - b.index),
  };
}

async function commitLayer(
  trx: Knex,
  { scope, language }: Who,
  found: Import,
  kind: LayerKind,
): Promise<ImportResult> {
  const rows = await listFeatures(trx, found.id);
  const { records, refused } = await layerRecordsOf(trx, scope, rows, found.mapping);
  const layer = { kind, name: found.sourceName || found.fileName, scopeAreaId: found.areaId };
  const layerId = await takeOverLayer(trx, scope, layer, found.id, records);
  const skipped = refused.map(({ index, note }) => ({ index, note: readingProblem(found, index) ?? note }));
  return { created: records.length, updated: 0, skipped: inWords(skipped, language), repaired: [], layerId };
}

async function commitPoints(
  trx: Knex,
  { scope, language }: Who,
  timeZone: string,
  found: Import,
): Promise<ImportResult> {
  const [rows, positions] = await Promise.all([
    listFeatures(trx, found.id),
    positionsOfImport(trx, found.id),
  ]);
  const { records, refused } = pointRecords(rows, found.mapping, timeZone);
  const given = records.flatMap((record) => {
    const position = positions.get(record.index);
    return position ? [{ ...record, position }] : [];
  });
  const { created, untaken } = await takeOverPoints(trx, scope, given, new Date());
  const skipped = [
    ...refused.map(({ index, note }) => ({ index, note: readingProblem(found, index) ?? note })),
    ...untaken.map(({ index, why }) => ({ index, note: untakenNotes[why] })),
  ];
  return { created, updated: 0, skipped: inWords(skipped, language), repaired: [] };
}

const untakenNotes: Record<Untaken['why'], Note> = {
  outside: {
    kind: 'outside-your-areas',
    english: 'The position lies outside of your areas.',
    chinese: '该位置不在您的辖区内。',
  },
  known: {
    kind: 'known-label',
    english:
      'A point of this number is there already, or comes earlier in the file; change that one instead.',
    chinese: '该编号的走访点已存在，或在文件前面已出现；请修改已有的点。',
  },
  'replaces-nothing': {
    kind: 'replaces-nothing',
    english: 'There is no point of the number that it is to stand for.',
    chinese: '没有其所替代编号的走访点。',
  },
};

/** Why a record has no shape, where that was told when it was read. */
function readingProblem(found: Import, index: number): Note | undefined {
  return found.problems.find((problem) => problem.index === index);
}

type Noted = { index: number; note: Note };

/** Records without an outline, or with one that is still invalid, and what the preview said of them. */
function unusable(rows: readonly FeatureRow[], found: Import): Noted[] {
  return rows.flatMap(({ index, hasOutline, isValid }) =>
    hasOutline && isValid ? [] : [{ index, note: problemOf(found, index) }],
  );
}

/** Why a record is unusable: it crosses itself, or it is no outline at all. */
function problemOf(found: Import, index: number): Note {
  const own = found.problems.filter((problem) => problem.index === index);
  return own.find(({ kind }) => kind === 'invalid-geometry') ?? own.at(-1) ?? unknownProblem;
}

function inWords(noted: Noted[], language: Language): ImportResult['skipped'] {
  return noted
    .sort((a, b) => a.index - b.index)
    .map(({ index, note }) => ({ index, reason: language === 'zh' ? note.chinese : note.english }));
}

const notYours: Note = {
  kind: 'outside-your-areas',
  english:
    'The outline lies outside of your areas, or its code is that of an area that is not yours to change.',
  chinese: '图形不在您的辖区内，或其代码属于您无权修改的辖区。',
};

/** Problems beyond the thousand that are kept one by one. */
const unknownProblem: Note = {
  kind: 'invalid-geometry',
  english: 'The outline is missing or invalid.',
  chinese: '图形缺失或无效。',
};
