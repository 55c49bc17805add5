import type { DeviceKind } from '../tracks/thresholds.ts';

/** How somebody moved along a leg, as far as it matters for what they could see on the way. */
export type Movement = 'foot' | 'vehicle' | 'lookout';

/** Faster than a horse (METHODS B2). */
const ridingMetresPerSecond = 8;

/** Whoever stays within this circle for so long looks around (METHODS B1: stays of ten minutes are what counts). */
export const lookoutMetres = 50;
export const lookoutMs = 600_000;

/** A vehicle's terminal moves as one however slowly it goes, unless it stands. */
export function movementOf(kind: DeviceKind, metresPerSecond: number, isLookout: boolean): Movement {
  if (isLookout) return 'lookout';
  return kind === 'vehicle' || metresPerSecond > ridingMetresPerSecond ? 'vehicle' : 'foot';
}
