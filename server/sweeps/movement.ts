import type { DeviceKind } from '../tracks/thresholds.ts';

/** How somebody moved along a leg, as far as it matters for what they could see on the way. */
export type Movement = 'foot' | 'vehicle';

/** Faster than a horse (METHODS B2). */
const ridingMetresPerSecond = 8;

/** A vehicle's terminal moves as one however slowly it goes. */
export function movementOf(kind: DeviceKind, metresPerSecond: number): Movement {
  return kind === 'vehicle' || metresPerSecond > ridingMetresPerSecond ? 'vehicle' : 'foot';
}
