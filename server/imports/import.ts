import { z } from 'zod';
import { areaKinds } from '../areas/area.ts';
import { type Datum, parseDatum } from '../geo/datum.ts';
import { outlineSchema } from '../geo/geojson.ts';
import { idParam } from '../http/parse.ts';
import { layerKinds } from '../layers/layer.ts';
import { changeKinds } from '../plans/clean/change.ts';

/** What a file may be imported as; spreadsheets of people are not taken yet. */
const importKinds = [...areaKinds, 'cells', ...layerKinds] as const;
export type ImportKind = (typeof importKinds)[number];

const datum = z.string().transform((text, context): Datum => {
  const parsed = parseDatum(text);
  if (parsed) return parsed;
  context.addIssue('wgs84, gcj02, bd09 or epsg:NNNN');
  return z.NEVER;
});

const mapping = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('a JSON object: field of the file → ours');
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
  /** Of points and lines: the area that they are for. */
  areaId: idParam.optional(),
  /** Of points and lines: what the layer is called; the file's own name where it is absent. */
  name: z.string().trim().min(1).max(200).optional(),
  /** Which layer of a file that has several. */
  layer: z.string().optional(),
});
export type ImportFields = z.output<typeof importFields>;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const problem = z.object({
  index: z.int().nullable().meta({ description: 'The record, from 0; null: the file as a whole' }),
  kind: z.string(),
  reason: z.string(),
  place: z.tuple([z.number(), z.number()]).optional(),
});
export type ImportProblem = z.output<typeof problem>;

const skipped = z.object({ index: z.int(), reason: z.string() });

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
  skipped: z.array(skipped),
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
});
export type ImportPreview = z.output<typeof importPreview>;

const previewFeature = z.object({
  type: z.literal('Feature'),
  id: z.int(),
  geometry: z.union([outlineSchema, z.looseObject({ type: z.string() })]),
  properties: z.object({ index: z.int(), valid: z.boolean(), code: scalar, name: scalar }),
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
