/** Why a position is none, or undefined where it is one. Swapped coordinates are told where they can be. */
export function placeFault({ lon, lat }: { lon: number; lat: number }): string | undefined {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return 'not-a-number';
  if (Math.abs(lat) > 90 && Math.abs(lat) <= 180 && Math.abs(lon) <= 90) return 'maybe-swapped';
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return 'out-of-range';
  return undefined;
}
