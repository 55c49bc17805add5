import type { Knex } from 'knex';
import type { Bounds } from '../geo/position.ts';
import { withoutSamples } from './erased-store.ts';
import type { ImportField, ImportKind, ImportResult, Reading } from './import.ts';
import type { Mapping } from './mapping.ts';
import type { Shape } from './shape-kind.ts';
import type { Attributes, Note } from './source.ts';

/** A problem as it is stored, in both languages; the answer is in the reader's. */
export type StoredProblem = Note & { index: number | null; row?: number; severity?: 'warning' };

export type NewImport = {
  kind: ImportKind;
  planId: number | null;
  areaId: number | null;
  accountId: number;
  fileName: string;
  sourceName: string;
  format: string;
  encoding: string;
};

export async function insertImport(db: Knex, input: NewImport): Promise<number> {
  const [row] = await db('imports')
    .insert({
      kind: input.kind,
      plan_id: input.planId,
      area_id: input.areaId,
      account_id: input.accountId,
      file_name: input.fileName,
      source_name: input.sourceName,
      format: input.format,
      datum: '',
      encoding: input.encoding,
    })
    .returning<{ id: number }[]>('id');
  return row?.id ?? 0;
}

/** Removes an import with its features. */
export async function deleteImport(db: Knex, id: number): Promise<void> {
  await db('imports').where({ id }).delete();
}

export type NewFeature = { index: number; outline: Shape | null; attributes: Attributes };

/**
 * Inserts features; outlines of another reference system are transformed. Throws what PostGIS throws where one of
 * them cannot be, and has then inserted none.
 */
export async function insertFeatures(
  db: Knex,
  importId: number,
  features: readonly NewFeature[],
  srid: number | undefined,
): Promise<void> {
  const outline = 'st_geomfromgeojson(outline)';
  await db.raw(
    `insert into import_features (import_id, index, outline, properties)
     select :importId, index, ${srid === undefined ? `st_setsrid(${outline}, 4326)` : `st_transform(st_setsrid(${outline}, :srid), 4326)`}, properties
     from unnest(:indexes::int[], :outlines::text[], :properties::jsonb[]) as given(index, outline, properties)`,
    {
      importId,
      ...(srid !== undefined && { srid }),
      indexes: features.map(({ index }) => index),
      outlines: features.map((feature) => feature.outline && JSON.stringify(feature.outline)),
      properties: features.map(({ attributes }) => JSON.stringify(attributes)),
    },
  );
}

/** A row of a spreadsheet; of one that cannot be taken the properties say why. */
export type NewRow = { index: number; row: number; isGood: boolean; properties: object };

export async function insertRows(db: Knex, importId: number, rows: readonly NewRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db.raw(
    `insert into import_features (import_id, index, row_number, is_valid, properties)
     select :importId, index, row_number, is_valid, properties
     from unnest(:indexes::int[], :rows::int[], :goods::boolean[], :properties::jsonb[])
       as given(index, row_number, is_valid, properties)`,
    {
      importId,
      indexes: rows.map(({ index }) => index),
      rows: rows.map(({ row }) => row),
      goods: rows.map(({ isGood }) => isGood),
      properties: rows.map(({ properties }) => JSON.stringify(properties)),
    },
  );
}

/** Marks rows that could be read and were not taken; the reasons are put beside what they hold. */
export async function refuseRows(
  db: Knex,
  importId: number,
  refused: readonly { index: number; note: Note }[],
): Promise<void> {
  await db.raw(
    `update import_features row set is_valid = false,
       properties = row.properties || jsonb_build_object('problems', jsonb_build_array(given.note))
     from unnest(:indexes::int[], :notes::jsonb[]) as given(index, note)
     where row.import_id = :importId and row.index = given.index`,
    {
      importId,
      indexes: refused.map(({ index }) => index),
      notes: refused.map(({ note }) => JSON.stringify(note)),
    },
  );
}

/** Writes the numbers that rows without one were given. */
export async function setNumbers(
  db: Knex,
  importId: number,
  numbers: readonly { index: number; number: string }[],
): Promise<void> {
  await db.raw(
    `update import_features row set properties = jsonb_set(row.properties, '{record,number}', to_jsonb(given.number))
     from unnest(:indexes::int[], :numbers::text[]) as given(index, number)
     where row.import_id = :importId and row.index = given.index`,
    {
      importId,
      indexes: numbers.map(({ index }) => index),
      numbers: numbers.map(({ number }) => number),
    },
  );
}

/** Tells the planner at once what a large file changed: a commit may follow sooner than autovacuum. */
export async function analyzeFeatures(db: Knex): Promise<void> {
  await db.raw('analyze import_features (import_id, index, is_valid)');
}

/** Drops the outlines of records that cannot be used. */
export async function dropOutlines(db: Knex, importId: number, indexes: readonly number[]): Promise<void> {
  await db('import_features')
    .where({ import_id: importId })
    .whereIn('index', indexes)
    .update({ outline: null });
}

export async function markInvalid(db: Knex, importId: number, indexes: readonly number[]): Promise<void> {
  await db('import_features')
    .where({ import_id: importId })
    .whereIn('index', indexes)
    .update({ is_valid: false });
}

/**
 * Makes the invalid outlines valid by rebuilding their rings; what is no polygon afterwards stays invalid. Returns which.
 * The default method: `structure` unites parts, and in the embedded database a union whose first try fails inside of
 * GEOS ends the statement early and without an error (PGlite 0.5.8, seen with one county of 包头). Materialized, for
 * where the table's statistics are out of date every outline would be repaired again for every record.
 */
export async function repairOutlines(db: Knex, importId: number): Promise<number[]> {
  const { rows } = await db.raw(
    `with repaired as materialized (
       select index, st_collectionextract(st_makevalid(outline), 3) as outline
       from import_features where import_id = :importId and not is_valid
     )
     update import_features set outline = repaired.outline, is_valid = true
     from repaired
     where import_features.import_id = :importId and import_features.index = repaired.index
       and not st_isempty(repaired.outline)
     returning import_features.index`,
    { importId },
  );
  return rows.map((row: { index: number }) => row.index);
}

export type ReadImport = {
  features: number;
  format: string;
  datum: string;
  bounds: Bounds | null;
  fields: ImportField[];
  mapping: Mapping;
  problems: StoredProblem[];
  problemCount?: number;
  reading?: Reading;
};

/** The most problems that are kept one by one. */
const problemLimit = 1_000;

/** Writes what reading the file found. */
export async function finishPreview(db: Knex, id: number, read: ReadImport): Promise<void> {
  await db('imports')
    .where({ id })
    .update({
      features: read.features,
      format: read.format,
      datum: read.datum,
      bounds: read.bounds,
      fields: JSON.stringify(read.fields),
      mapping: JSON.stringify(read.mapping),
      problems: JSON.stringify(read.problems.slice(0, problemLimit)),
      problem_count: read.problemCount ?? read.problems.length,
      reading: read.reading ? JSON.stringify(read.reading) : null,
    });
}

/**
 * Marks an import as committed; its features are needed no more, but for the rows of people that were not taken. Of
 * people it keeps no samples: they are of somebody.
 */
export async function finishCommit(db: Knex, id: number, result: ImportResult): Promise<void> {
  await db('imports')
    .where({ id })
    .update({
      committed_at: db.fn.now(),
      result: JSON.stringify(result),
      fields: db.raw(`case when kind = 'people' then ${withoutSamples} else fields end`),
    });
  await db('import_features').where({ import_id: id }).whereRaw('(row_number is null or is_valid)').delete();
}

/** How an import was undone; whom it left is called by id only, so that nothing of them outlives their erasure. */
export type StoredUndo = {
  removed: number;
  restored: number;
  kept: { personId: number; row: number; reason: string }[];
};

/** Writes down that and how an import was undone. */
export async function finishUndo(db: Knex, id: number, result: StoredUndo): Promise<void> {
  await db('imports')
    .where({ id })
    .update({ undone_at: db.fn.now(), undo_result: JSON.stringify(result) });
}

/** Removes the rows that committed imports did not take, so many days later, and what was told of rows of people. */
export async function forgetRefused(db: Knex, days: number): Promise<void> {
  await db.raw(
    `with gone as (
       delete from import_features row using imports
       where imports.id = row.import_id and committed_at < now() - make_interval(days => :days)
     )
     update imports set problems = '[]', result = result || '{"skipped": []}'
     where kind = 'people' and committed_at < now() - make_interval(days => :days)
       and (problems <> '[]' or result -> 'skipped' <> '[]')`,
    { days },
  );
}

/** Removes previews that nobody committed for so many days. Returns how many. */
export async function forgetImports(db: Knex, days: number): Promise<number> {
  return db('imports')
    .whereNull('committed_at')
    .whereRaw('created_at < now() - make_interval(days => :days)', { days })
    .delete();
}
