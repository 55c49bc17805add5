import { z } from 'zod';

export const findingKinds = [
  'invalid',
  'gap',
  'overlap',
  'unmatched-edge',
  'outside-scope',
  'crosses-owner',
  'sliver',
  'multipart',
  'duplicate-code',
  'malformed-code',
  'not-compact',
  'too-large',
  'too-small',
  'unbalanced',
  'cut-by-line',
  'reused-code',
  'not-a-union',
] as const;
type FindingKind = (typeof findingKinds)[number];

/** GeoJSON text of the place, as the database made it. */
export type Finding = {
  kind: FindingKind;
  severity: 'error' | 'warning';
  cells: number[];
  areaSquareMetres?: number;
  geometry: string;
  english: string;
  chinese: string;
};

export const findingFeature = z.object({
  type: z.literal('Feature'),
  id: z.int().meta({ description: 'Counts from 1 within one revision of the plan' }),
  geometry: z.looseObject({ type: z.string() }),
  properties: z.object({
    key: z
      .string()
      .meta({ description: 'The same in later revisions while kind, cells, place and size are' }),
    kind: z.enum(findingKinds),
    severity: z.enum(['error', 'warning']),
    cells: z.array(z.int()),
    areaSquareMetres: z.number().optional(),
    message: z.string(),
  }),
});
export type FindingFeature = z.output<typeof findingFeature>;

export const findingCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(findingFeature),
  next: z.string().nullable(),
  errors: z.int().meta({ description: 'How many errors the plan has in all' }),
  warnings: z.int(),
});

/** Square metres in words: noise of a coordinate's last digits is told from a field. */
export function areaWords(squareMetres: number): string {
  if (squareMetres >= 100_000) return `${(squareMetres / 1e6).toPrecision(3)} km²`;
  if (squareMetres >= 1) return `${Math.round(squareMetres)} m²`;
  return squareMetres === 0 ? '0 m²' : `${squareMetres.toPrecision(1)} m²`;
}
