import { z } from 'zod';
import { outlineSchema } from '../geo/geojson.ts';
import { personName } from '../people/person.ts';

const seconds = z.number();
const at = z.iso.datetime();

/** A stay inside the outline, clipped to the period. */
const insideVisit = z.object({
  enteredAt: at,
  leftAt: at,
  wasInside: z.boolean().meta({ description: 'Inside already when the period began' }),
  staysOn: z.boolean().meta({ description: 'Still inside when the period ended' }),
  dwellSeconds: seconds,
  bridgedSeconds: seconds,
  metres: z.number(),
});
export type InsideVisit = z.output<typeof insideVisit>;

/** Somebody, or a device that nobody carried, who was inside. Both names are null for a stranger on the own land. */
const insideRow = z.object({
  person: personName.nullable(),
  device: z.object({ id: z.int(), name: z.string() }).nullable(),
  enteredAt: at,
  leftAt: at,
  visitCount: z.int(),
  dwellSeconds: seconds.meta({ description: 'Seen inside, without the reporting gaps' }),
  bridgedSeconds: seconds.meta({
    description: 'Reporting gaps with both ends inside; never part of the dwell',
  }),
  metres: z.number().meta({ description: 'Of the legs with both ends inside' }),
  visits: z.array(insideVisit).meta({ description: 'In order, the first 200' }),
  way: z
    .array(z.array(z.tuple([z.number(), z.number()])))
    .meta({ description: 'The legs with both ends inside, as lines of longitude and latitude, simplified' }),
});
export type InsideRow = z.output<typeof insideRow>;

const insideTotals = z.object({
  people: z.int(),
  devices: z.int().meta({ description: 'Devices that nobody carried' }),
  strangers: z.int().meta({ description: 'Of other stations, on the own land' }),
  visits: z.int(),
  occupiedSeconds: seconds.meta({ description: 'M: somebody was seen inside, however many' }),
  personSeconds: seconds.meta({ description: 'P: the same, summed over everybody' }),
  bridgedSeconds: seconds,
  metres: z.number(),
});
export type InsideTotals = z.output<typeof insideTotals>;

export const insideAnswer = z.object({
  from: at,
  to: at,
  totals: insideTotals,
  rows: z.array(insideRow),
  next: z.string().nullable(),
});
export type InsideAnswer = z.output<typeof insideAnswer>;

export const outlineInput = z
  .unknown()
  .meta({ description: 'A Polygon or MultiPolygon of RFC 7946', ...z.toJSONSchema(outlineSchema) });
