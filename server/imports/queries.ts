import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { type Crossing, placeOf } from '../areas/outline.ts';
import type { Bounds, LonLat } from '../geo/position.ts';
import { type Language, NotFound } from '../http/problem.ts';
import type {
  ImportDetail,
  ImportKind,
  ImportPreview,
  ImportProblem,
  ImportResult,
  Reading,
} from './import.ts';
import { type Mapping, mapped } from './mapping.ts';
import type { PersonRecord } from './people/record.ts';
import { pointRecords } from './point-records.ts';
import type { Attributes, Note, Scalar } from './source.ts';
import type { StoredProblem, StoredUndo } from './store.ts';

export type Import = Omit<
  ImportPreview,
  'problems' | 'createdAt' | 'committedAt' | 'kind' | 'reading' | 'undoneAt' | 'undoResult'
> & {
  kind: ImportKind;
  sourceName: string;
  mapping: Mapping;
  problems: StoredProblem[];
  createdAt: Date;
  committedAt: Date | null;
  result: ImportResult | null;
  reading: Reading | null;
  undoneAt: Date | null;
  undoResult: StoredUndo | null;
};

function administersEverything({ grants }: Caller): boolean {
  return grants.some(({ role, areaId }) => role === 'admin' && areaId === null);
}

/**
 * The import, for whoever sent it or, but for people's files, an administrator of everything; NotFound for everybody
 * else.
 */
export async function getImport(db: Knex, caller: Caller, id: number, lock = false): Promise<Import> {
  const query = db('imports')
    .where({ id })
    .first<(Import & { accountId: number }) | undefined>(
      'id',
      'kind',
      'plan_id as planId',
      'area_id as areaId',
      'account_id as accountId',
      'file_name as fileName',
      'source_name as sourceName',
      'format',
      'datum',
      'encoding',
      'features',
      'bounds',
      'fields',
      'mapping',
      'problems',
      'problem_count as problemCount',
      'created_at as createdAt',
      'committed_at as committedAt',
      'result',
      'reading',
      'undone_at as undoneAt',
      'undo_result as undoResult',
    );
  const row = await (lock ? query.forUpdate() : query);
  const isOthers = row?.accountId !== caller.accountId;
  if (!row || (isOthers && (row.kind === 'people' || !administersEverything(caller))))
    throw new NotFound(
      'import-not-found',
      `There is no import ${id} of yours.`,
      `您没有编号为 ${id} 的导入。`,
    );
  const { accountId: _accountId, ...found } = row;
  return found;
}

/** The import as it is answered, in the reader's language; whom an undo left is named by who asks for it. */
export function describeImport(found: Import, language: Language): ImportPreview {
  const { sourceName: _sourceName, mapping: _mapping, problems, createdAt, committedAt, ...others } = found;
  const { reading, undoneAt, undoResult: _undoResult, ...rest } = others;
  return {
    ...rest,
    problems: problems.map((problem) => describeProblem(problem, language)),
    createdAt: createdAt.toISOString(),
    committedAt: committedAt?.toISOString() ?? null,
    ...(reading && { reading }),
    ...(undoneAt && { undoneAt: undoneAt.toISOString() }),
  };
}

function describeProblem(
  { index, row, severity, kind, english, chinese, place }: StoredProblem,
  language: Language,
): ImportProblem {
  const reason = language === 'zh' ? chinese : english;
  return { index, ...(row && { row }), ...(severity && { severity }), kind, reason, ...(place && { place }) };
}

/** What a drawing of the preview takes at most. */
const previewLimit = 5_000;

/** The outlines, simplified to a thousandth of their extent, for drawing; of places to be visited what they would be. */
export async function previewOutlines(
  db: Knex,
  found: Import,
  timeZone: string,
): Promise<ImportDetail['preview']> {
  const [west, south, east, north] = found.bounds ?? [0, 0, 0, 0];
  const tolerance = Math.max(east - west, north - south) / 1_000;
  const { rows } = await db.raw(
    `select index, is_valid as valid, st_asgeojson(st_simplify(outline, :tolerance, true), 6) as outline, properties
     from import_features where import_id = :id and outline is not null order by index limit :previewLimit`,
    { id: found.id, tolerance, previewLimit },
  );
  const pointAt = found.kind === 'visit-points' ? pointsIn(rows, found.mapping, timeZone) : undefined;
  const features = rows.map((row: PreviewRow) => {
    const point = pointAt?.get(row.index);
    return {
      type: 'Feature',
      id: row.index,
      geometry: JSON.parse(row.outline),
      properties: {
        index: row.index,
        valid: row.valid,
        code: mapped(row.properties, found.mapping, 'code') ?? null,
        name: mapped(row.properties, found.mapping, 'name') ?? null,
      },
      ...(point && { point }),
    };
  });
  return { type: 'FeatureCollection', features };
}

type PreviewRow = { index: number; valid: boolean; outline: string; properties: Attributes };

function pointsIn(rows: readonly PreviewRow[], mapping: Mapping, timeZone: string) {
  const given = rows.map(({ index, properties }) => ({ index, hasOutline: true, attributes: properties }));
  const { records } = pointRecords(given, mapping, timeZone);
  return new Map(
    records.map(({ index, from, to, ...record }) => [
      index,
      { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null, ...record },
    ]),
  );
}

export type FeatureRow = { index: number; hasOutline: boolean; isValid: boolean; attributes: Attributes };

/** The records of an import in order, without their outlines. */
export async function listFeatures(db: Knex, importId: number): Promise<FeatureRow[]> {
  const { rows } = await db.raw(
    `select index, outline is not null as "hasOutline", is_valid as "isValid", properties as attributes
     from import_features where import_id = :importId order by index`,
    { importId },
  );
  return rows;
}

/** Outlines that PostGIS calls invalid, with the reason and the place. */
export async function findCrossings(db: Knex, importId: number): Promise<(Crossing & { index: number })[]> {
  const { rows } = await db.raw(
    `select index, (detail).reason, st_x((detail).location) as lon, st_y((detail).location) as lat
     from (select index, st_isvaliddetail(outline) as detail from import_features
       where import_id = :importId and outline is not null offset 0) checked
     where not (detail).valid order by index`,
    { importId },
  );
  return rows.map(
    ({ index, reason, lon, lat }: { index: number; reason: string; lon: number | null; lat: number }) => ({
      index,
      reason,
      place: placeOf(lon, lat),
    }),
  );
}

/** Records whose outline, once transformed, lies on no globe. */
export async function findMisplaced(db: Knex, importId: number): Promise<number[]> {
  const { rows } = await db.raw(
    `select index from import_features where import_id = :importId and outline is not null
       and not (st_xmin(outline) >= -180 and st_xmax(outline) <= 180 and st_ymin(outline) >= -90 and st_ymax(outline) <= 90)`,
    { importId },
  );
  return rows.map((row: { index: number }) => row.index);
}

/** The first position of every outline. */
export async function firstPositions(db: Knex, importId: number): Promise<LonLat[]> {
  const { rows } = await db.raw(
    `select st_x(position) as lon, st_y(position) as lat from (
       select case st_dimension(outline) when 2 then st_startpoint(st_exteriorring(st_geometryn(outline, 1)))
         when 1 then st_startpoint(st_geometryn(outline, 1)) else st_geometryn(outline, 1) end as position
       from import_features where import_id = :importId and outline is not null) as first`,
    { importId },
  );
  return rows.map(({ lon, lat }: { lon: number; lat: number }): LonLat => [lon, lat]);
}

/** Where each record lies, by its index; of several points the first. */
export async function positionsOfImport(db: Knex, importId: number): Promise<Map<number, LonLat>> {
  const { rows } = await db.raw(
    `select index, st_x(position) as lon, st_y(position) as lat from (
       select index, st_geometryn(outline, 1) as position from import_features
       where import_id = :importId and outline is not null) located`,
    { importId },
  );
  return new Map(
    rows.map(({ index, lon, lat }: { index: number; lon: number; lat: number }) => [index, [lon, lat]]),
  );
}

/** West, south, east and north of all outlines; null where there are none. */
export async function boundsOfImport(db: Knex, importId: number): Promise<Bounds | null> {
  const { rows } = await db.raw(
    `select case when count(outline) > 0 then array[min(st_xmin(outline)), min(st_ymin(outline)),
       max(st_xmax(outline)), max(st_ymax(outline))] end as bounds
     from import_features where import_id = :importId`,
    { importId },
  );
  return rows[0].bounds;
}

export type RefusedRow = { index: number; row: number; cells: Scalar[]; problems: Note[] };

/** Rows of a spreadsheet that cannot be or were not taken, in order, behind an index. */
export async function listRefused(
  db: Knex,
  importId: number,
  { after, limit }: { after: number; limit: number },
): Promise<RefusedRow[]> {
  const { rows } = await db.raw(
    `select index, row_number as row, properties -> 'cells' as cells, properties -> 'problems' as problems
     from import_features where import_id = :importId and not is_valid and row_number is not null and index > :after
     order by index limit :limit`,
    { importId, after, limit },
  );
  return rows;
}

export async function countRefused(db: Knex, importId: number): Promise<number> {
  const { rows } = await db.raw(
    `select cast(count(*) as integer) as count from import_features
     where import_id = :importId and not is_valid and row_number is not null`,
    { importId },
  );
  return rows[0].count;
}

export type PastImport = Pick<Import, 'id' | 'fileName' | 'committedAt' | 'undoneAt' | 'result'>;

/** The imports of people that an account took over, the latest first. */
export async function listPeopleImports(db: Knex, accountId: number, limit: number): Promise<PastImport[]> {
  const { rows } = await db.raw(
    `select id, file_name as "fileName", committed_at as "committedAt", undone_at as "undoneAt",
       result - 'skipped' as result
     from imports where account_id = :accountId and kind = 'people' and committed_at is not null
     order by committed_at desc, id desc limit :limit`,
    { accountId, limit },
  );
  return rows;
}

/** The good rows of a spreadsheet that came without a number, in order. */
export async function listUnnumbered(
  db: Knex,
  importId: number,
): Promise<{ index: number; record: PersonRecord }[]> {
  const { rows } = await db.raw(
    `select index, properties -> 'record' as record from import_features
     where import_id = :importId and is_valid and properties -> 'record' ->> 'number' = '' order by index`,
    { importId },
  );
  return rows;
}
