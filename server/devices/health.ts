import { z } from 'zod';
import { judgedFixes, leastClockDeliveries } from './habit.ts';

const at = z.iso.datetime();

/**
 * How a device does. Silences count between two contacts while whoever carried it was on duty, or at any time for a
 * device that is always on duty; a device is `silent` while somebody on duty carries it and its present silence, from
 * its last contact or the beginning of the duty or carrying, is longer than `silentAfterSeconds`.
 */
export const health = z.object({
  reportsSince: at
    .nullable()
    .describe('Since when it should report: somebody on duty carries it; null: it need not'),
  habitSeconds: z
    .number()
    .nullable()
    .describe('Nine of ten of its silences on duty are no longer; null: not known yet'),
  silentAfterSeconds: z.number(),
  silentSince: at.nullable().describe('Null unless it is silent beyond its habit'),
  batteryPercent: z.int().nullable(),
  batteryAt: at.nullable(),
  clock: z.enum(['right', 'ahead', 'behind']).nullable().describe('Null: too little is known'),
  clockSeconds: z
    .number()
    .nullable()
    .describe('Median of how far its clock is ahead of ours, delays included'),
  recentFixes: z.int().describe(`Its fixes of the last seven days, ${judgedFixes} at most`),
  flaggedShare: z.number().nullable().describe('The part of them that is flagged'),
  quarantined: z.array(z.object({ reason: z.string(), count: z.int() })).describe('What waits in quarantine'),
  offDutyCount: z.int().describe('Positions of the last seven days that came off duty and were not kept'),
});
export type Health = z.output<typeof health>;

/** How far ahead a device's clock was, in seconds, at its latest live deliveries: quartiles and how many. */
export type ClockSample = { lower: number; median: number; upper: number; deliveries: number };

const aheadSeconds = 30;
const behindSeconds = 120;
const steadySeconds = 60;

/**
 * What deliveries say about a clock. Nothing arrives before it is sent, so a position of the future is a clock ahead. A
 * position of the past may just have waited: that is a clock behind only where it is always the same.
 */
export function clockOf(sample: ClockSample | null): Health['clock'] {
  if (!sample || sample.deliveries < leastClockDeliveries) return null;
  if (sample.median > aheadSeconds) return 'ahead';
  const isSteady = sample.upper - sample.lower <= steadySeconds;
  if (sample.median < -behindSeconds) return isSteady ? 'behind' : null;
  return 'right';
}
