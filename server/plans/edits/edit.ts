import { z } from 'zod';
import { inBoth } from '../../http/in-both.ts';
import { cellClasses, cellFeature } from '../plan.ts';
import { findingFeature } from '../proof/finding.ts';

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
export type Position = z.output<typeof position>;

const line = z.strictObject({
  type: z.literal('LineString'),
  coordinates: z.array(position).min(2).max(10_000),
});

const distinct = (ids: number[]) => new Set(ids).size === ids.length;
const cells = z
  .array(z.int().positive())
  .min(1)
  .max(5_000)
  .refine(distinct, inBoth('the same cell twice', '同一网格重复'));

const stored = (text: string) => !/\p{Surrogate}/u.test(text);
const broken = inBoth('half a character', '含有不完整的字符');

/** What a planner may say of a cell beside its outline; what is absent stays. */
const attributes = z.strictObject({
  code: z.string().trim().min(1).max(40).refine(stored, broken).optional(),
  name: z.string().trim().max(200).refine(stored, broken).optional(),
  usage: z.string().trim().max(60).refine(stored, broken).nullable().optional(),
  class: z.enum(cellClasses).optional(),
  enclave: z.boolean().optional(),
  households: z.int().min(0).max(10_000_000).nullable().optional(),
  ownerAreaId: z.int().positive().nullable().optional(),
});
export type Attributes = z.output<typeof attributes>;

const revision = z
  .int()
  .positive()
  .meta({ description: 'The revision of the plan that the edit was made on' });

const draw = z.strictObject({
  kind: z.literal('draw'),
  revision,
  polygon: z.looseObject({ type: z.string() }).meta({ description: 'GeoJSON Polygon or MultiPolygon' }),
  ownerAreaId: z.int().positive().optional(),
  set: attributes.omit({ ownerAreaId: true }).optional(),
  exclusion: z.boolean().optional(),
});
export type Draw = z.output<typeof draw>;

const split = z.strictObject({ kind: z.literal('split'), revision, cells, line });
export type Split = z.output<typeof split>;

const merge = z.strictObject({
  kind: z.literal('merge'),
  revision,
  cells: cells.min(2),
  keep: z.int().positive().optional(),
});
export type Merge = z.output<typeof merge>;

const reshape = z.strictObject({
  kind: z.literal('reshape'),
  revision,
  cell: z.int().positive().optional(),
  line: line.optional(),
  moves: z
    .array(z.strictObject({ from: position, to: position }))
    .max(2_000)
    .optional(),
  inserts: z
    .array(z.strictObject({ a: position, b: position, at: position }))
    .max(2_000)
    .optional(),
  removes: z.array(position).max(2_000).optional(),
});
export type Reshape = z.output<typeof reshape>;

const remove = z.strictObject({
  kind: z.literal('delete'),
  revision,
  cells,
  heir: z.union([z.int().positive(), z.literal('longest-border')]).optional(),
});
export type Remove = z.output<typeof remove>;

const set = z.strictObject({ kind: z.literal('set'), revision, cells, set: attributes });

/** One change of a draft by a planner. */
export const edit = z.discriminatedUnion('kind', [draw, split, merge, reshape, remove, set]);
export type Edit = z.output<typeof edit>;

const editKinds = [
  'draw',
  'split',
  'merge',
  'reshape',
  'delete',
  'set',
  'repair',
  'generate',
  'import',
] as const;
export type EditKind = (typeof editKinds)[number];

const madeEdit = z.object({
  id: z.int(),
  kind: z.enum(editKinds),
  by: z.string().nullable().meta({ description: 'Who made it; null where the account is gone' }),
  at: z.iso.datetime(),
  revision: z.int(),
  undone: z.boolean(),
});
export type MadeEdit = z.output<typeof madeEdit>;

export const editAnswer = z.object({
  edit: madeEdit,
  revision: z.int(),
  removed: z.array(z.int()).meta({ description: 'Cells that are no more in the plan' }),
  changed: z.array(cellFeature),
  caused: z.array(findingFeature).meta({ description: 'What is wrong near the edit and was not before' }),
  cured: z.array(findingFeature),
  isProved: z
    .boolean()
    .meta({ description: 'False where too many cells changed to be proved at once: ask for the problems' }),
  undoable: z.boolean(),
  redoable: z.boolean(),
});
export type EditAnswer = z.output<typeof editAnswer>;

export const editList = z.object({
  edits: z.array(madeEdit),
  next: z.string().nullable(),
  undoable: z.boolean().meta({ description: 'The caller has an edit that can be undone' }),
  redoable: z.boolean(),
});
export type EditList = z.output<typeof editList>;
