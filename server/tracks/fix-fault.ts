/** Why a position is none, or undefined where it is one. Swapped coordinates are told where they can be. */
export function placeFault({ lon, lat }: { lon: number; lat: number }): string | undefined {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return 'not-a-number';
  if (Math.abs(lat) > 90 && Math.abs(lat) <= 180 && Math.abs(lon) <= 90) return 'maybe-swapped';
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return 'out-of-range';
  return undefined;
}

const earliest = -62_135_596_800_000; // year 1
const latest = 253_402_300_799_999; // year 9999

/** Whether epoch milliseconds are an instant that the database knows. */
export function isInstant(at: number): boolean {
  return at >= earliest && at <= latest;
}
