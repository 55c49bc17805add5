import { z } from 'zod';
import { outlineSchema } from '../geo/geojson.ts';
import { inBoth } from '../http/in-both.ts';

export const areaKinds = [
  'prefecture',
  'district',
  'township',
  'village',
  'community',
  'forest',
  'station',
] as const;
export type AreaKind = (typeof areaKinds)[number];

/** Wider kinds come first; a station's area and a township are on a level, and so are what they hold. */
const breadth: Record<AreaKind, number> = {
  prefecture: 0,
  district: 1,
  township: 2,
  station: 2,
  village: 3,
  community: 3,
  forest: 3,
};

/** A parent is as wide as its child or wider: a forest farm may lie in a forest area, a district not in a village. */
export function mayHold(parent: AreaKind, child: AreaKind): boolean {
  return breadth[parent] <= breadth[child];
}

export const areaCode = z
  .string()
  .regex(
    /^[0-9A-Za-z-]{1,32}$/,
    inBoth('1 to 32 letters, digits and hyphens', '1 至 32 个字母、数字或连字符'),
  );
export const areaName = z.string().trim().min(1).max(200);
export const headCount = z.int().min(0).max(2_147_483_647);

const properties = z.strictObject({
  kind: z.enum(areaKinds),
  code: areaCode.nullish(),
  name: areaName,
  parentId: z.int().positive().nullish(),
  households: headCount.nullish(),
  population: headCount.nullish(),
});

/** GeoJSON tools send a feature's `id` and `bbox` along; the path and the outline say both. */
const featureMembers = {
  id: z.union([z.number(), z.string()]).optional(),
  bbox: z.array(z.number()).optional(),
};
const geometry = z
  .unknown()
  .meta({ description: 'A Polygon or MultiPolygon in WGS-84 longitude and latitude' });

export const newArea = z.strictObject({
  type: z.literal('Feature'),
  ...featureMembers,
  geometry,
  properties,
});
export type NewArea = z.output<typeof newArea>;
export type AreaProperties = z.output<typeof properties>;
/** `undefined` leaves a property as it is, `null` clears it. */
export type SomeAreaProperties = { [Name in keyof AreaProperties]?: AreaProperties[Name] | undefined };

/** What is absent stays, `null` clears. */
export const areaChange = z.strictObject({
  type: z.literal('Feature').optional(),
  ...featureMembers,
  geometry: geometry.optional(),
  properties: properties.partial().optional(),
});
export type AreaChange = z.output<typeof areaChange>;

export const areaFeature = z.object({
  type: z.literal('Feature'),
  id: z.int(),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  geometry: outlineSchema,
  properties: z.object({
    kind: z.enum(areaKinds),
    code: z.string().nullable(),
    name: z.string(),
    parentId: z.int().nullable(),
    households: z.int().nullable(),
    population: z.int().nullable(),
    areaSquareMetres: z.number(),
  }),
});
export type AreaFeature = z.output<typeof areaFeature>;

export const areaCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(areaFeature),
  next: z.string().nullable(),
});
export type AreaCollection = z.output<typeof areaCollection>;
