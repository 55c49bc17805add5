import { z } from 'zod';
import { gapKinds } from '../coverage/gap.ts';
import { inBoth } from '../http/in-both.ts';
import { pageQuery } from '../http/parse.ts';

const alertPlace = z.object({
  cell: z.int().optional(),
  area: z.int().optional(),
  label: z.string(),
  message: z.string(),
  severity: z.int(),
  since: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
});

/** One kind of gap that opened, or became worse, in a station, at the caller's places of it. */
const alert = z.object({
  id: z.int(),
  raisedAt: z.iso.datetime(),
  event: z.enum(['opened', 'worsened']),
  kind: z.enum(gapKinds),
  station: z.object({ id: z.int(), name: z.string() }).nullable(),
  count: z.int().meta({ description: 'At how many places that the caller covers' }),
  closed: z.int().meta({ description: 'At how many of these it is closed since' }),
  closedAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'When the last was closed; null while one is open' }),
  isRead: z.boolean(),
  places: z.array(alertPlace).meta({ description: 'The first five, the worst first' }),
});
export type Alert = z.output<typeof alert>;

export const alertList = z.object({
  alerts: z.array(alert),
  unread: z.int().meta({ description: 'Up to 100' }),
  held: z.int().meta({ description: 'Held back until the quiet hours end; up to 100' }),
  heldUntil: z.iso.datetime().nullable(),
  next: z.string().nullable(),
});
export type AlertList = z.output<typeof alertList>;

export const alertCounts = alertList.pick({ unread: true, held: true, heldUntil: true });
export type AlertCounts = z.output<typeof alertCounts>;

export const alertQuery = z.strictObject({
  state: z.enum(['all', 'unread']).default('all'),
  held: z.enum(['true', 'false']).default('false').describe('Those held back in quiet hours, too'),
  ...pageQuery,
});

/** Everything up to an alert, or single ones. */
export const readInput = z.union([
  z.strictObject({ upTo: z.int().positive().max(Number.MAX_SAFE_INTEGER) }),
  z.strictObject({ ids: z.array(z.int().positive().max(Number.MAX_SAFE_INTEGER)).min(1).max(1_000) }),
]);
export type ReadInput = z.output<typeof readInput>;

const hour = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, inBoth('an hour such as 22:00', '形如 22:00 的时间'));
export const alertSettings = z.strictObject({
  quiet: z
    .strictObject({ from: hour, to: hour })
    .refine(({ from, to }) => from !== to, {
      path: ['to'],
      message: inBoth('another hour than from', '须与开始时间不同'),
    })
    .nullable()
    .describe('Local hours in which alerts are held back; null for none'),
});
export type AlertSettings = z.output<typeof alertSettings>;
