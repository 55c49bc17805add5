import { IANAZone } from 'luxon';
import { z } from 'zod';
import { csvFields } from '../devices/files/csv-columns.ts';
import { inBoth } from '../http/in-both.ts';

const refusal = z.object({ index: z.int(), reason: z.string() });

/** What became of an upload. */
export const uploadReceipt = z.object({
  format: z.string().describe('What the file was read as: gpx, kml, tcx, fit, geojson, csv, plt, nmea'),
  received: z.int(),
  stored: z.int(),
  duplicates: z.int(),
  flagged: z.array(refusal).describe('At most 10,000'),
  flaggedCount: z.int(),
  refused: z.array(refusal).describe('At most 10,000'),
  refusedCount: z.int(),
  offDuty: z.int().describe('Counted and not kept: their carrier was off duty'),
  truncated: z.boolean().describe('The file ends early or is damaged; its complete points are stored'),
  tracks: z.array(z.int()),
});

const mapping = z.strictObject(
  Object.fromEntries(csvFields.map((field) => [field, z.string().min(1).max(200).optional()])),
);

/** How a CSV is read; as parameters, or as fields of a multipart body. */
export const csvReadingFields = {
  mapping: z
    .string()
    .max(5_000)
    .transform((text, context) => {
      const parsed = mapping.safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      context.addIssue({
        code: 'custom',
        message: inBoth(
          `a JSON object of ${csvFields.join(', ')} to names of columns`,
          `JSON 对象：以 ${csvFields.join('、')} 为键，列名为值`,
        ),
      });
      return z.NEVER;
    })
    .optional()
    .describe(
      'Of a CSV: JSON, our field (lat, lon, time, date, altitude, speed, course, accuracy) → its column',
    ),
  zone: z
    .string()
    .refine(
      (name) => IANAZone.isValidZone(name),
      inBoth('a time zone such as Asia/Shanghai or UTC', '时区名，如 Asia/Shanghai 或 UTC'),
    )
    .optional()
    .describe('Of a CSV: the zone of times that name none; TIME_ZONE where absent'),
};

/** The fields beside the file. */
export const uploadFields = z.strictObject(csvReadingFields);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
