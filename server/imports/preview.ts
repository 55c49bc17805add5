import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { describeCrossing } from '../areas/outline.ts';
import { liesInChina } from '../geo/china.ts';
import { parse } from '../http/parse.ts';
import { InvalidInput, type Language } from '../http/problem.ts';
import type { Upload } from '../http/upload.ts';
import { getOwnPlan, requireDraft } from '../plans/access.ts';
import { areaRecords } from './area-records.ts';
import { cellRecords } from './cell-records.ts';
import { type ImportFields, importFields } from './import.ts';
import { mappingOf } from './mapping.ts';
import { openSource } from './open-source.ts';
import { datumRequired, type Placing } from './placing.ts';
import { boundsOfImport, findCrossings, findMisplaced, firstPositions, listFeatures } from './queries.ts';
import { type FeaturesRead, readFeatures } from './read-features.ts';
import type { Source } from './source.ts';
import {
  analyzeFeatures,
  deleteImport,
  dropOutlines,
  finishPreview,
  insertImport,
  markInvalid,
  type ReadImport,
  type StoredProblem,
} from './store.ts';

/** Reads an uploaded file into a preview that waits for its commit; returns its id. Leaves nothing where it is refused. */
export async function previewImport(
  db: Knex,
  who: { caller: Caller; scope: Scope; language: Language },
  upload: Upload,
): Promise<number> {
  const fields = parseFields(upload, who.language);
  if (fields.planId !== undefined) requireDraft(await getOwnPlan(db, who.scope, fields.planId));
  const source = await openSource(upload, fields.encoding);
  const id = await insertImport(db, {
    kind: fields.kind,
    planId: fields.planId ?? null,
    accountId: who.caller.accountId,
    fileName: upload.fileName,
    sourceName: source.name,
    format: source.format,
    encoding: source.encoding,
  });
  try {
    await finishPreview(db, id, await readImport(db, id, source, fields));
    return id;
  } catch (error) {
    await deleteImport(db, id);
    throw error;
  }
}

function parseFields(upload: Upload, language: Language): ImportFields {
  const present = Object.fromEntries(
    Object.entries(upload.fields).filter(([, value]) => value.trim() !== ''),
  );
  const fields = parse(importFields, present, language);
  if ((fields.kind === 'cells') === (fields.planId !== undefined)) return fields;
  const reason = fields.kind === 'cells' ? 'required for cells' : 'for cells only';
  throw new InvalidInput(
    'invalid-input',
    `planId is ${reason}.`,
    `planId ${fields.kind === 'cells' ? '为导入网格所必需' : '仅用于导入网格'}。`,
    [{ path: 'planId', reason }],
  );
}

async function readImport(db: Knex, id: number, source: Source, fields: ImportFields): Promise<ReadImport> {
  const read = await readFeatures(db, id, source, fields.datum);
  if (!read.placing) throw new InvalidInput('no-features', 'The file holds no features.', '文件中没有要素。');
  const crossings = await settleOutlines(db, id, read.placing);
  await analyzeFeatures(db);
  const mapping = mappingOf(
    fields.kind,
    read.fields.map(({ name }) => name),
    fields.mapping,
    read.idsAreCodes,
  );
  const rows = await listFeatures(db, id);
  const template = { importId: id, sourceName: source.name, features: read.features };
  const { refused } = (fields.kind === 'cells' ? cellRecords : areaRecords)(
    rows.filter(({ hasOutline }) => hasOutline),
    mapping,
    template,
  );
  const problems = [
    ...source.notes.map((note) => ({ index: null, ...note })),
    ...byIndex([...read.problems, ...crossings, ...refused.map(({ index, note }) => ({ index, ...note }))]),
  ];
  return {
    features: read.features,
    format: source.format,
    datum: read.placing.datum,
    bounds: await boundsOfImport(db, id),
    fields: describeFields(read, mapping),
    mapping,
    problems,
  };
}

/** Refuses an undeclared source in China; drops outlines that lie on no globe; tells those that cross themselves. */
async function settleOutlines(db: Knex, id: number, placing: Placing): Promise<StoredProblem[]> {
  const misplaced = placing.srid === undefined ? [] : await findMisplaced(db, id);
  if (misplaced.length > 0) await dropOutlines(db, id, misplaced);
  if (!placing.isDeclared && (await firstPositions(db, id)).some(liesInChina))
    throw datumRequired('china', placing.said);
  const crossings = await findCrossings(db, id);
  await markInvalid(
    db,
    id,
    crossings.map(({ index }) => index),
  );
  return [
    ...misplaced.map((index) => ({ index, ...outOfRange })),
    ...crossings.map(({ index, ...crossing }) => ({
      index,
      kind: 'invalid-geometry',
      ...describeCrossing(crossing),
      ...(crossing.place && { place: crossing.place }),
    })),
  ];
}

const outOfRange = {
  kind: 'out-of-range',
  english: 'The outline lies outside of the ranges of longitude and latitude once it is transformed.',
  chinese: '转换后图形超出经纬度范围。',
};

function describeFields({ fields }: FeaturesRead, mapping: Record<string, string>) {
  return fields.map((field) => ({ ...field, mappedTo: mapping[field.name] ?? null }));
}

function byIndex(problems: StoredProblem[]): StoredProblem[] {
  return problems.sort((a, b) => (a.index ?? -1) - (b.index ?? -1));
}
