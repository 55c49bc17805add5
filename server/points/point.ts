import { z } from 'zod';
import { moment } from '../http/time.ts';
import { type PointKind, pointKinds } from './kinds.ts';

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const geometry = z.strictObject({ type: z.literal('Point'), coordinates: position });

const label = z.string().trim().min(1).max(100);
const kind = z.enum(pointKinds);
const weight = z.number().positive().max(1_000_000);
/** Wider than a few kilometres it is no place any more. */
const radiusMetres = z.number().min(5).max(5_000);

const qualities = {
  kind,
  weight: weight.default(1),
  key: z.boolean().default(false),
  radiusMetres: radiusMetres.optional(),
};

function periodOf(timeZone: string) {
  const at = moment(timeZone);
  return z.strictObject({ from: at, to: at.nullish() });
}

/** A point as it is entered: for one period, or for several, as a camp of every summer. */
export function pointInput(timeZone: string) {
  const at = moment(timeZone);
  return z.strictObject({
    type: z.literal('Feature'),
    geometry,
    properties: z.strictObject({
      label,
      ...qualities,
      replaces: z
        .int()
        .positive()
        .optional()
        .describe('The point that this one stands for while it is there'),
      from: at.optional().describe('Now where it is absent'),
      to: at.nullish(),
      periods: z.array(periodOf(timeZone)).min(1).max(100).optional().describe('Instead of from and to'),
    }),
  });
}
export type PointInput = z.output<ReturnType<typeof pointInput>>;

/** What changes of a point, from an instant on: what it was until then stays as it was. */
export function pointPatch(timeZone: string) {
  const at = moment(timeZone);
  return z.strictObject({
    geometry: geometry.optional(),
    properties: z
      .strictObject({
        label: label.optional(),
        kind: kind.optional(),
        weight: weight.optional(),
        key: z.boolean().optional(),
        radiusMetres: radiusMetres.optional(),
        replaces: z.int().positive().nullable().optional(),
        from: at.optional().describe('When the change begins to hold; now where it is absent'),
        to: at.nullable().optional(),
        periods: z.array(periodOf(timeZone)).min(1).max(100).optional().describe('Further periods to come'),
      })
      .optional(),
  });
}
export type PointPatch = z.output<ReturnType<typeof pointPatch>>;

/** A point as it is at an instant; `id` is that of the point, whatever changed of it. */
export const point = z.object({
  type: z.literal('Feature'),
  id: z.int(),
  geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }),
  properties: z.object({
    label: z.string(),
    kind,
    weight: z.number(),
    key: z.boolean(),
    radiusMetres: z.number(),
    replaces: z.int().nullable(),
    from: z.iso.datetime(),
    to: z.iso.datetime().nullable(),
    periods: z
      .array(z.object({ from: z.iso.datetime(), to: z.iso.datetime().nullable() }))
      .describe('All of them, past and to come; neighbours where something changed'),
    cell: z.object({ id: z.int(), code: z.string(), name: z.string() }).nullable(),
  }),
});
export type Point = z.output<typeof point>;

export const pointList = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(point),
  total: z.int().describe('Of all pages'),
  next: z.string().nullable(),
});
export type PointList = z.output<typeof pointList>;

/** What a version holds, ready to be stored. */
export type Version = {
  kind: PointKind;
  weight: number;
  key: boolean;
  radiusMetres: number;
  position: readonly [lon: number, lat: number];
  from: Date;
  to: Date | null;
};
