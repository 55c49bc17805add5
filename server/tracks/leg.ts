import { type E7, metresBetween } from '../geo/distance.ts';
import { leg } from './thresholds.ts';

/**
 * The length of the leg between two consecutive good fixes of one carrier; undefined where they are too far apart in
 * time or space for anybody to say what lay between, or where the source itself reported a break (METHODS B2; the kind
 * of movement is not known, so the limits are a vehicle's).
 */
export function legMetres(
  a: E7 & { readonly at: number },
  b: E7 & { readonly at: number },
  broken: boolean,
): number | undefined {
  const elapsed = b.at - a.at;
  if (broken || elapsed > leg.withinMs) return undefined;
  const metres = metresBetween(a, b);
  return metres <= leg.metres && metres * 1000 <= leg.metresPerSecond * elapsed ? metres : undefined;
}
