import type { Knex } from 'knex';
import type { Datum } from '../geo/datum.ts';
import { InvalidInput } from '../http/problem.ts';
import type { ImportField } from './import.ts';
import { isDivisionCode } from './mapping.ts';
import { datumRequired, type Placing, placeGeometry, placingOf } from './placing.ts';
import { positionsOf, type ShapeKind } from './shape-kind.ts';
import type { Attributes, Note, Source, SourceRecord } from './source.ts';
import { insertFeatures, type NewFeature, type StoredProblem } from './store.ts';

const featureLimit = 200_000;
const batchSize = 200;
const batchVertices = 100_000;
const fieldLimit = 200;
const textLimit = 2_000;

export type FeaturesRead = {
  features: number;
  fields: Omit<ImportField, 'mappedTo'>[];
  problems: StoredProblem[];
  placing: Placing | undefined;
  /** Every record has an `id` that is a code of China's divisions. */
  idsAreCodes: boolean;
};

/** Reads every record of a source into the import, a batch at a time; what cannot be an outline is told. */
export async function readFeatures(
  db: Knex,
  importId: number,
  source: Source,
  shapes: ShapeKind,
  declared: Datum | undefined,
): Promise<FeaturesRead> {
  const read: FeaturesRead = { features: 0, fields: [], problems: [], placing: undefined, idsAreCodes: true };
  const fields = new FieldList();
  let batch: NewFeature[] = [];
  let vertices = 0;
  for await (const record of source.records()) {
    read.placing ??= await placingOf(db, declared, source);
    if (++read.features > featureLimit) throw tooManyFeatures();
    fields.add(record.attributes);
    read.idsAreCodes &&= isDivisionCode(record.attributes['id']);
    const feature = featureOf(record, shapes, read.placing, read.problems);
    batch.push(feature);
    vertices += feature.outline ? positionsOf(feature.outline).length : 0;
    if (batch.length < batchSize && vertices < batchVertices) continue;
    await store(db, importId, batch, read);
    batch = [];
    vertices = 0;
  }
  if (batch.length > 0) await store(db, importId, batch, read);
  if (read.placing) refuseLateSystem(read.placing, source);
  read.fields = fields.list();
  return read;
}

function featureOf(
  record: SourceRecord,
  shapes: ShapeKind,
  placing: Placing,
  problems: StoredProblem[],
): NewFeature {
  const { index } = record;
  const attributes = bounded(record.attributes);
  if ('refused' in record) {
    problems.push({ index, ...record.refused });
    return { index, outline: null, attributes };
  }
  for (const note of record.notes ?? []) problems.push({ index, ...note });
  if (record.isPlacedByCode) return { index, outline: null, attributes };
  const placed = placeGeometry(placing, shapes, record.geometry);
  if ('shape' in placed) return { index, outline: placed.shape, attributes };
  if (placed.refused.kind === 'projected-coordinates' && !placing.isDeclared)
    throw datumRequired('projected', placing.said);
  const { kind, english, chinese, place } = placed.refused;
  problems.push({ index, kind, english, chinese, ...(place && { place }) });
  return { index, outline: null, attributes };
}

/** A position that cannot be transformed must not take the batch along: it is halved until the record is found. */
async function store(db: Knex, importId: number, batch: NewFeature[], read: FeaturesRead): Promise<void> {
  const srid = read.placing?.srid;
  try {
    await insertFeatures(db, importId, batch, srid);
  } catch (error) {
    if (srid === undefined || !isTransformFailure(error)) throw error;
    const [only] = batch;
    if (batch.length === 1 && only) {
      read.problems.push({ index: only.index, ...outsideProjection(srid) });
      return insertFeatures(db, importId, [{ ...only, outline: null }], undefined);
    }
    const middle = Math.ceil(batch.length / 2);
    await store(db, importId, batch.slice(0, middle), read);
    await store(db, importId, batch.slice(middle), read);
  }
}

/** PostGIS reports what PROJ says as an internal error. */
function isTransformFailure(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && error.code === 'XX000' && /transform/i.test(error.message)
  );
}

function refuseLateSystem(placing: Placing, source: Source): void {
  const { referenceSystem } = source;
  if (placing.isDeclared || placing.said || !referenceSystem || referenceSystem.srid === 4326) return;
  throw datumRequired('late', referenceSystem);
}

function bounded(attributes: Attributes): Attributes {
  const entries = Object.entries(attributes).slice(0, fieldLimit);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, textLimit) : value]),
  );
}

/** The fields of all records, in the order of their first appearance, with the first value that is not empty. */
class FieldList {
  readonly #samples = new Map<string, ImportField['sample']>();

  add(attributes: Attributes): void {
    for (const [name, value] of Object.entries(attributes)) {
      const isNew = !this.#samples.has(name) && this.#samples.size < fieldLimit;
      if (isNew || (this.#samples.get(name) === null && value !== null))
        this.#samples.set(name, value ?? null);
    }
  }

  list(): Omit<ImportField, 'mappedTo'>[] {
    return [...this.#samples].map(([name, sample]) => ({
      name,
      sample: typeof sample === 'string' ? sample.slice(0, 200) : sample,
    }));
  }
}

function outsideProjection(srid: number): Note {
  return {
    kind: 'outside-projection',
    english: `A position lies outside of what epsg:${srid} can express.`,
    chinese: `有坐标超出 epsg:${srid} 的适用范围。`,
  };
}

function tooManyFeatures(): InvalidInput {
  return new InvalidInput(
    'too-many-features',
    `The file has more than ${featureLimit} features; split it.`,
    `文件要素超过 ${featureLimit} 个，请拆分后上传。`,
  );
}
