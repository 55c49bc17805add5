import { z } from 'zod';
import { outlineSchema } from '../../geo/geojson.ts';

export const pairClasses = ['1:1', '1:N', 'N:1', 'crossing'] as const;
export type PairClass = (typeof pairClasses)[number];

/** Smaller overlaps, as a share of the smaller cell, do not decide how cells correspond; they are told as slivers. */
export const leastPairShareByDefault = 0.05;

const pair = z.object({
  cell: z.int().meta({ description: 'Of the plan' }),
  code: z.string(),
  name: z.string(),
  otherCell: z.int(),
  otherCode: z.string(),
  otherName: z.string(),
  areaSquareMetres: z.number().meta({ description: 'What they share' }),
  share: z.number().meta({ description: "Of the cell's land" }),
  otherShare: z.number(),
  class: z.enum(pairClasses).nullable().meta({ description: 'Null for a sliver' }),
});
export type Pair = z.output<typeof pair>;

export const mismatchKinds = ['crossing', 'sliver', 'only-plan', 'only-other'] as const;
export type MismatchKind = (typeof mismatchKinds)[number];

const mismatch = z.object({
  kind: z.enum(mismatchKinds),
  cell: z.int().nullable(),
  code: z.string().nullable(),
  otherCell: z.int().nullable(),
  otherCode: z.string().nullable(),
  areaSquareMetres: z.number(),
  message: z.string(),
});

const counts = z.object({
  '1:1': z.int(),
  '1:N': z.int(),
  'N:1': z.int(),
  crossing: z.int(),
  sliver: z.int(),
  'only-plan': z.int(),
  'only-other': z.int(),
});
export type CrosswalkCounts = z.output<typeof counts>;

export const crosswalk = z.object({
  plan: z.int(),
  other: z.int(),
  leastShare: z.number(),
  counts: counts.meta({ description: 'Pairs of each class, and mismatches of the last four kinds' }),
  pairs: z.array(pair),
  next: z.string().nullable(),
});

export const mismatches = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: z.int(),
      geometry: outlineSchema,
      properties: mismatch,
    }),
  ),
  next: z.string().nullable(),
  counts,
});

export type Crosswalk = z.output<typeof crosswalk>;
export type Mismatches = z.output<typeof mismatches>;
