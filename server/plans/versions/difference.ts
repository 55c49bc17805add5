import { z } from 'zod';
import { outlineSchema } from '../../geo/geojson.ts';
import { personName } from '../../people/person.ts';

export const changeKinds = ['removed', 'added', 'moved', 'attributes'] as const;
export type ChangeKind = (typeof changeKinds)[number];
const attributes = ['code', 'name', 'ownerAreaId', 'usage', 'class', 'enclave', 'households'] as const;
export type Attribute = (typeof attributes)[number];

/** Of two cells the overlap is told where it is at least this share of the smaller one. */
export const leastShareByDefault = 0.05;

const share = z.number().min(0).max(1);
const value = z.union([z.string(), z.number(), z.boolean()]).nullable();

const relative = z.object({
  cell: z.int(),
  code: z.string(),
  name: z.string(),
  share: share.meta({ description: "What of this cell's land the two have in common" }),
  shareOfOther: share.meta({ description: "What of the other's land it is" }),
});
export type Relative = z.output<typeof relative>;

const attributeChange = z.object({ attribute: z.enum(attributes), from: value, to: value });
export type AttributeChange = z.output<typeof attributeChange>;

const changedCell = z.object({
  kind: z.enum(changeKinds),
  cell: z.int().meta({ description: 'In the other plan; of a removed cell in this one' }),
  formerCell: z.int().nullable().meta({ description: 'In this plan; null for an added cell' }),
  code: z.string(),
  name: z.string(),
  areaSquareMetres: z.number(),
  changes: z.array(attributeChange).meta({ description: 'Attributes of a kept or moved cell that differ' }),
  movedMetres: z
    .number()
    .optional()
    .meta({ description: 'Hausdorff distance of the two borders of a moved cell, good to 5 cm' }),
  gainedSquareMetres: z.number().optional(),
  lostSquareMetres: z.number().optional(),
  splitFrom: z.array(relative).meta({ description: 'Cells of this plan that the land was of' }),
  mergedInto: z.array(relative).meta({ description: 'Cells of the other plan that the land went to' }),
});
export type ChangedCell = z.output<typeof changedCell>;

const keptChange = z.object({
  cell: z.int(),
  code: z.string(),
  name: z.string(),
  areaSquareMetres: z.number(),
  formerCode: z.string(),
  formerName: z.string(),
});

const counts = z.object({
  unchanged: z.int(),
  attributes: z.int(),
  moved: z.int(),
  added: z.int(),
  removed: z.int(),
});
export type Counts = z.output<typeof counts>;

const touched = z.object({
  assignments: z.int().meta({
    description:
      'Assignments to removed, moved or altered cells, in force when the other plan begins or later',
  }),
  /** False where the caller sees figures but no names. */
  namesPeople: z.boolean(),
  people: z.array(
    z.object({
      person: personName,
      cells: z.array(
        z.object({ cell: z.int(), code: z.string(), kind: z.enum(changeKinds), role: z.string() }),
      ),
    }),
  ),
});
export type Touched = z.output<typeof touched>;

export const differenceQuery = z.strictObject({
  leastShare: z.coerce.number().min(0).max(1).default(leastShareByDefault),
});

export const difference = z.object({
  plan: z.int(),
  other: z.int(),
  leastShare: share.meta({ description: 'The share of the smaller cell from which an overlap is lineage' }),
  counts,
  kept: z.int().meta({ description: 'Cells with the same outline in both' }),
  added: z.array(changedCell).meta({ description: 'Cells of the other plan that this one has not' }),
  removed: z.array(changedCell).meta({ description: 'Cells of this plan that the other has not' }),
  moved: z.array(changedCell).meta({ description: 'Cells with the same code and another outline' }),
  attributes: z.array(changedCell).meta({ description: 'Kept cells of which something else differs' }),
  changed: z.array(keptChange).meta({ description: 'Kept cells whose code or name differ' }),
  touched,
});

export const differenceFeatures = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({ type: z.literal('Feature'), id: z.int(), geometry: outlineSchema, properties: changedCell }),
  ),
  next: z.string().nullable(),
  counts,
  touched,
});

export type DifferenceFeatures = z.output<typeof differenceFeatures>;
