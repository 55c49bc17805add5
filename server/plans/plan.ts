import { z } from 'zod';
import { areaKinds } from '../areas/area.ts';
import { outlineSchema } from '../geo/geojson.ts';
import { planLimits } from './limits.ts';

export const layers = ['community', 'police'] as const;
export type Layer = (typeof layers)[number];
export const planStatuses = ['draft', 'published', 'retired'] as const;
export const cellClasses = ['basic', 'dedicated'] as const;

const planName = z.string().trim().min(1).max(200);
const codeTemplate = z.string().min(1).max(100).meta({
  description:
    'How cells are coded: {owner:12} is the code of the owner, {seq:3} a running number; other letters and digits stand for themselves',
});
const unionsOfPlanId = z.int().positive().meta({
  description: 'A plan of the other layer over the same scope: each cell stays a union of its cells',
});

export const newPlan = z.strictObject({
  name: planName,
  layer: z.enum(layers),
  /** Null: the scope is the outer outline of the plan's own cells. */
  scopeAreaId: z.int().positive().nullable().default(null),
  fromPlanId: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'A plan of the same scope, of either layer, whose cells the draft begins with' }),
  unionsOfPlanId: unionsOfPlanId.optional(),
  codeTemplate: codeTemplate.optional(),
});
export type NewPlan = z.output<typeof newPlan>;

export const planChange = z.strictObject({
  name: planName.optional(),
  unionsOfPlanId: unionsOfPlanId.nullable().optional(),
  codeTemplate: codeTemplate.optional(),
  limits: planLimits.optional().meta({ description: 'Replaces all that was set before' }),
});
export type PlanChange = z.output<typeof planChange>;

const bounds = z.tuple([z.number(), z.number(), z.number(), z.number()]);

export const plan = z.object({
  id: z.int(),
  name: z.string(),
  layer: z.enum(layers),
  status: z.enum(planStatuses),
  revision: z.int(),
  scopeAreaId: z.int().nullable(),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  cells: z.int().meta({ description: 'How many cells it has' }),
  bounds: bounds.nullable(),
  fromPlanId: z.int().nullable().meta({ description: 'The plan it was copied from' }),
  unionsOfPlanId: z.int().nullable(),
  codeTemplate: z.string(),
  limits: planLimits,
});
export type Plan = z.output<typeof plan>;

export const planList = z.object({ plans: z.array(plan), next: z.string().nullable() });

const methods = ['square', 'hex', 'voronoi', 'blocks', 'balanced'] as const;
/** What balanced cells have equal parts of: land, the households of the draft's cells, or a layer of points. */
const weights = ['area', 'households', 'points'] as const;

export const generateRequest = z.strictObject({
  method: z.enum(methods),
  ownerKind: z.enum(areaKinds).optional(),
  cellMetres: z.number().min(20).max(100_000).optional(),
  count: z.int().min(1).max(100_000).optional(),
  points: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'A layer of points, for voronoi and weight points' }),
  lines: z.int().positive().optional().meta({ description: 'A layer of lines, for blocks and balanced' }),
  weight: z.enum(weights).optional(),
  tolerance: z.number().min(0.01).max(0.5).optional(),
  quality: z.enum(['draft', 'final']).optional(),
  seed: z.int().optional(),
});
export type GenerateRequest = z.output<typeof generateRequest>;

const notice = z.object({
  kind: z.enum(['owners-overlap', 'unowned-land']),
  areas: z.array(z.int()),
  areaSquareMetres: z.number(),
  message: z.string(),
});

const balance = z.object({
  ownerAreaId: z.int(),
  cells: z.int(),
  atoms: z.int(),
  maxDeviation: z
    .number()
    .meta({ description: 'The largest distance of a cell from the mean weight, a share of it' }),
  meanDeviation: z.number(),
  outOfTolerance: z.int(),
  borderOnLines: z.number().meta({ description: 'The share of inner border that follows lines' }),
  compactness: z.number().meta({ description: 'Mean Polsby-Popper' }),
  travelMetres: z.number().meta({ description: "Weighted mean distance to a cell's centre" }),
});
export type Balance = z.output<typeof balance>;

const generated = z.object({
  created: z.int(),
  revision: z.int(),
  cellMetres: z.number().optional().meta({ description: 'The size of squares and hexagons' }),
  balance: z.array(balance).optional().meta({ description: 'Of balanced cells, one to an owner' }),
  /** What of the areas did not fit together, and how it was settled. */
  notices: z.array(notice),
});
export type Generated = z.output<typeof generated>;

/** A long run is answered with its job. */
export const generateAnswer = z.union([generated, z.object({ job: z.int() })]);

const cellProperties = z.object({
  planId: z.int(),
  code: z.string(),
  name: z.string(),
  ownerAreaId: z.int().nullable(),
  usage: z.string().nullable(),
  class: z.enum(cellClasses),
  areaSquareMetres: z.number(),
  households: z.int().nullable(),
  enclave: z.boolean(),
});

export const cellFeature = z.object({
  type: z.literal('Feature'),
  id: z.int(),
  geometry: outlineSchema,
  properties: cellProperties,
});
export type CellFeature = z.output<typeof cellFeature>;

export const cellCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(cellFeature),
  next: z.string().nullable(),
});
