import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { describeCrossing } from '../areas/outline.ts';
import { liesInChina } from '../geo/china.ts';
import { InvalidInput } from '../http/problem.ts';
import type { Upload } from '../http/upload.ts';
import { requireLayerScope } from '../layers/take-over.ts';
import { getOwnPlan, requireDraft } from '../plans/access.ts';
import { areaRecords, type Template } from './area-records.ts';
import { cellRecords } from './cell-records.ts';
import type { PositionColumns } from './csv-file.ts';
import type { ShapedFields } from './fields.ts';
import type { ImportFields, ShapedKind } from './import.ts';
import { layerRecordsOf } from './layer-queries.ts';
import { type Mapping, mappingOf } from './mapping.ts';
import { openSource } from './open-source.ts';
import { datumRequired, type Placing } from './placing.ts';
import { pointRecords } from './point-records.ts';
import {
  boundsOfImport,
  type FeatureRow,
  findCrossings,
  findMisplaced,
  firstPositions,
  listFeatures,
} from './queries.ts';
import { type FeaturesRead, readFeatures } from './read-features.ts';
import { shapesOf } from './shape-kind.ts';
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
import type { Who } from './who.ts';

/** Reads an uploaded file into a preview that waits for its commit; returns its id. Leaves nothing where it is refused. */
export async function previewImport(
  db: Knex,
  who: Who,
  upload: Upload,
  fields: ShapedFields,
): Promise<number> {
  if (fields.planId !== undefined) requireDraft(await getOwnPlan(db, who.scope, fields.planId));
  const shapes = shapesOf(fields.kind);
  if (shapes !== 'polygons' && fields.kind !== 'visit-points')
    requireLayerScope(who.scope, fields.areaId ?? null);
  const source = await openSource(upload, {
    shapes,
    encodingName: fields.encoding,
    layer: fields.layer,
    columns: columnsOf(fields.mapping),
  });
  const id = await insertImport(db, {
    kind: fields.kind,
    planId: fields.planId ?? null,
    areaId: fields.areaId ?? null,
    accountId: who.caller.accountId,
    fileName: upload.fileName,
    sourceName: fields.name ?? source.name,
    format: source.format,
    encoding: source.encoding,
  });
  try {
    await finishPreview(db, id, await readImport(db, who.scope, id, source, fields));
    return id;
  } catch (error) {
    await deleteImport(db, id);
    throw error;
  }
}

/** The columns of a table that the mapping calls lon and lat. */
function columnsOf(mapping: ImportFields['mapping']): PositionColumns {
  const source = (ours: string) => Object.keys(mapping ?? {}).find((field) => mapping?.[field] === ours);
  const [lon, lat] = [source('lon'), source('lat')];
  return { ...(lon !== undefined && { lon }), ...(lat !== undefined && { lat }) };
}

async function readImport(
  db: Knex,
  scope: Scope,
  id: number,
  source: Source,
  fields: ShapedFields,
): Promise<ReadImport> {
  const read = await readFeatures(db, id, source, shapesOf(fields.kind), fields.datum);
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
  const { refused } = await recordsOf(db, scope, fields.kind, rows, mapping, template);
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

/** What the records would become, with what cannot be taken; of points some lie where the area of their code does. */
async function recordsOf(
  db: Knex,
  scope: Scope,
  kind: ShapedKind,
  rows: readonly FeatureRow[],
  mapping: Mapping,
  template: Template,
) {
  // Dates are read again where they are taken over; here it matters only whether they are dates.
  if (kind === 'visit-points') return pointRecords(rows, mapping, 'UTC');
  if (shapesOf(kind) !== 'polygons') return layerRecordsOf(db, scope, rows, mapping);
  const drawn = rows.filter(({ hasOutline }) => hasOutline);
  return kind === 'cells' ? cellRecords(drawn, mapping) : areaRecords(drawn, mapping, template);
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
