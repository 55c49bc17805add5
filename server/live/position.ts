import { z } from 'zod';

/** Where somebody on duty was last, as exactly as the age of that allows. */
const livePosition = z.object({
  device: z.int(),
  deviceName: z.string(),
  person: z.object({ id: z.int(), name: z.string() }).nullable().describe('Null where nobody carries it'),
  teams: z.array(z.int()).describe('Teams of the person'),
  at: z.iso.datetime().describe('When it was recorded'),
  lon: z.number(),
  lat: z.number(),
  precisionMetres: z.number().describe('The position is rounded to a grid so wide; 0 is as it was sent'),
});
export type LivePosition = z.output<typeof livePosition>;

/** A position as it was recorded; `at` in epoch ms, positions in 1e-7 degree. */
export type Recorded = { at: number; lonE7: number; latE7: number };

const minuteMs = 60_000;

/** From which age a position is told how exactly, the oldest first; beyond the last nothing is told any more. */
const steps = [
  { olderThanMs: 120 * minuteMs, precisionMetres: null },
  { olderThanMs: 30 * minuteMs, precisionMetres: 1_000 },
  { olderThanMs: 10 * minuteMs, precisionMetres: 200 },
  { olderThanMs: 2 * minuteMs, precisionMetres: 50 },
] as const;

/** How exactly a position of this age may be told, in metres; null where it may not be told at all. */
export function precisionAt(ageMs: number): number | null {
  const step = steps.find(({ olderThanMs }) => ageMs >= olderThanMs);
  return step ? step.precisionMetres : 0;
}

const metresPerDegree = 111_320;

/**
 * A position rounded to the middle of a square of a fixed grid, so that asking again tells nothing more; degrees. The
 * grid's columns are as wide as its rows are high at the row's own latitude.
 */
export function rounded({ lonE7, latE7 }: Recorded, precisionMetres: number): { lon: number; lat: number } {
  if (precisionMetres === 0) return { lon: lonE7 / 1e7, lat: latE7 / 1e7 };
  const high = precisionMetres / metresPerDegree;
  const lat = (Math.floor(latE7 / 1e7 / high) + 0.5) * high;
  const wide = high / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  const lon = (Math.floor(lonE7 / 1e7 / wide) + 0.5) * wide;
  return { lon: Number(lon.toFixed(5)), lat: Number(lat.toFixed(5)) };
}
