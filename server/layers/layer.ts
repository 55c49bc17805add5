import { z } from 'zod';

export const layerKinds = ['points', 'lines'] as const;
export type LayerKind = (typeof layerKinds)[number];

const layer = z.object({
  id: z.int(),
  kind: z.enum(layerKinds),
  name: z.string(),
  scopeAreaId: z.int().nullable(),
  features: z.int(),
  classes: z.array(z.string()).meta({ description: 'The classes that occur, the first hundred' }),
  weight: z.number().nullable().meta({ description: 'The sum of the weights; null where none are given' }),
  createdAt: z.iso.datetime(),
});
export type Layer = z.output<typeof layer>;
export const layerList = z.object({ layers: z.array(layer) });

const position = z.tuple([z.number(), z.number()]);
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: position }),
  z.object({ type: z.enum(['MultiPoint', 'LineString']), coordinates: z.array(position) }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(position)) }),
]);

const layerFeature = z.object({
  type: z.literal('Feature'),
  id: z.int().meta({ description: 'The record in its file, from 0' }),
  geometry,
  properties: z.object({
    class: z.string().nullable(),
    name: z.string().nullable(),
    weight: z.number().nullable(),
  }),
});
export const layerFeatures = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(layerFeature),
  next: z.string().nullable(),
});
export type LayerFeatures = z.output<typeof layerFeatures>;
