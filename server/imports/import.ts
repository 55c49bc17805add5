import { z } from 'zod';
import { areaKinds } from '../areas/area.ts';
import { type Datum, parseDatum } from '../geo/datum.ts';
import { outlineSchema } from '../geo/geojson.ts';
import { inBoth } from '../http/in-both.ts';
import { idParam } from '../http/parse.ts';
import { layerKinds } from '../layers/layer.ts';
import { personKind } from '../people/person.ts';
import { changeKinds } from '../plans/clean/change.ts';
import { pointKinds } from '../points/kinds.ts';

/** What a file of shapes may be imported as; a spreadsheet is of people. */
const shapedKinds = [...areaKinds, 'cells', ...layerKinds, 'visit-points'] as const;
const importKinds = [...shapedKinds, 'people'] as const;
export type ShapedKind = (typeof shapedKinds)[number];
export type ImportKind = (typeof importKinds)[number];

const datum = z.string().transform((text, context): Datum => {
  const parsed = parseDatum(text);
  if (parsed) return parsed;
  context.addIssue(inBoth('wgs84, gcj02, bd09 or epsg:NNNN', '须为 wgs84、gcj02、bd09 或 epsg:NNNN'));
  return z.NEVER;
});

const mapping = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue(
        inBoth('a JSON object: field of the file → ours', '须为 JSON 对象：文件字段 → 系统字段'),
      );
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string().nullable()));

/** The fields beside the file; an empty one counts as absent. */
export const importFields = z.strictObject({
  kind: z.enum(importKinds, `one of ${importKinds.join(', ')}`),
  datum: datum.optional(),
  encoding: z.string().optional(),
  mapping: mapping.optional(),
  planId: idParam.optional(),
  /** Of points and lines: the area that they are for; of people: the station of those whose row names none. */
  areaId: idParam.optional(),
  /** Of points and lines: what the layer is called; the file's own name where it is absent. */
  name: z.string().trim().min(1).max(200).optional(),
  /** Which layer of a file that has several, or which sheet of a workbook. */
  layer: z.string().optional(),
  /** Of people: the kind of those whose row says none. */
  personKind: personKind.optional(),
  /** Of people: a blank cell leaves what the register has, or takes it away. */
  blanks: z.enum(['keep', 'clear']).optional(),
  /** Of people: whose row has no number is refused, or entered with the next free one of the template. */
  numbers: z.enum(['require', 'give']).optional(),
});
export type ImportFields = z.output<typeof importFields>;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const problem = z.object({
  index: z.int().nullable().meta({ description: 'The record, from 0; null: the file as a whole' }),
  row: z.int().optional().meta({ description: 'People: the row of the sheet, from 1' }),
  severity: z.literal('warning').optional().meta({ description: 'Told only; the record is taken' }),
  kind: z.string(),
  reason: z.string(),
  place: z.tuple([z.number(), z.number()]).optional(),
});
export type ImportProblem = z.output<typeof problem>;

const skipped = z.object({ index: z.int(), row: z.int().optional(), reason: z.string() });

const change = z.object({
  kind: z.enum([...changeKinds, 'split-part']),
  indexes: z
    .array(z.int())
    .meta({ description: 'Records: the one that gained or was changed, then those that lost' }),
  areaSquareMetres: z.number(),
  place: z.tuple([z.number(), z.number()]),
  reason: z.string(),
});

export const importResult = z.object({
  created: z.int(),
  updated: z.int(),
  skipped: z.array(skipped).meta({ description: 'Of people the first ten thousand' }),
  skippedCount: z.int().optional().meta({ description: 'People: how many rows were not taken' }),
  unchanged: z.int().optional().meta({ description: 'People: rows that say what the register has' }),
  repaired: z.array(skipped).meta({ description: 'Invalid outlines that were made valid' }),
  layerId: z.int().optional().meta({ description: 'Points and lines: the layer that was made' }),
  changes: z
    .array(change)
    .optional()
    .meta({ description: 'Cells, cleaned: everything that cleaning changed' }),
});
export type ImportResult = z.output<typeof importResult>;

const field = z.object({ name: z.string(), sample: scalar, mappedTo: z.string().nullable() });
export type ImportField = z.output<typeof field>;

/** What reading a spreadsheet of people found beside its rows. */
const reading = z.object({
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
  headerRows: z.array(z.int()),
  defaults: z.object({ kind: personKind.nullable(), stationAreaId: z.int().nullable() }),
  blanks: z.enum(['keep', 'clear']),
  counts: z.object({ create: z.int(), update: z.int(), unchanged: z.int(), refused: z.int() }),
});
export type Reading = z.output<typeof reading>;

export const undoResult = z.object({
  removed: z.int(),
  restored: z.int(),
  kept: z
    .array(
      z.object({ personId: z.int(), row: z.int(), number: z.string(), name: z.string(), reason: z.string() }),
    )
    .meta({ description: 'What could not be undone, and why; the first ten thousand' }),
});
export type UndoResult = z.output<typeof undoResult>;

export const importPreview = z.object({
  id: z.int(),
  kind: z.enum(importKinds),
  planId: z.int().nullable(),
  areaId: z.int().nullable(),
  fileName: z.string(),
  format: z.string(),
  datum: z.string(),
  encoding: z.string(),
  features: z.int(),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  fields: z.array(field),
  problems: z.array(problem).meta({ description: 'The first thousand' }),
  problemCount: z.int(),
  createdAt: z.iso.datetime(),
  committedAt: z.iso.datetime().nullable(),
  result: importResult.nullable(),
  reading: reading.optional().meta({ description: 'People only' }),
  undoneAt: z.iso.datetime().optional(),
  undoResult: undoResult.optional(),
});
export type ImportPreview = z.output<typeof importPreview>;

const previewPoint = z.object({
  label: z.string(),
  kind: z.enum(pointKinds),
  weight: z.number(),
  key: z.boolean(),
  radiusMetres: z.number(),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  replaces: z.string().nullable().meta({ description: 'The label of the point that it stands for' }),
});

const previewFeature = z.object({
  type: z.literal('Feature'),
  id: z.int(),
  geometry: z.union([outlineSchema, z.looseObject({ type: z.string() })]),
  properties: z.object({ index: z.int(), valid: z.boolean(), code: scalar, name: scalar }),
  point: previewPoint
    .optional()
    .meta({ description: 'Places to be visited: what would be entered; absent where it is refused' }),
});

export const importDetail = importPreview.extend({
  preview: z.object({ type: z.literal('FeatureCollection'), features: z.array(previewFeature) }),
});
export type ImportDetail = z.output<typeof importDetail>;

export const commitRequest = z.strictObject({
  clean: z.boolean().default(true),
  /** Of cells: vertices closer than this are one, gaps thinner than this are filled. */
  toleranceMetres: z.number().min(0).max(100).default(1),
  /** Of cells: enclosed gaps up to this size are filled; absent: a tenth of the middle cell, 2 hectares at most. */
  fillSquareMetres: z.union([z.number().min(0), z.literal('all')]).optional(),
});
export type CommitRequest = z.output<typeof commitRequest>;
