import { type E7, metresBetween } from '../geo/distance.ts';
import type { Thresholds } from './thresholds.ts';

/**
 * The length of the leg between two consecutive good fixes of one carrier; undefined where they are too far apart in
 * time or space for anybody to say what lay between, or where the source itself reported a break (METHODS B2).
 */
export function legMetres(
  { legWithinSeconds, legMetres: farthest, legMetresPerSecond }: Thresholds,
  a: E7 & { readonly at: number },
  b: E7 & { readonly at: number },
  broken: boolean,
): number | undefined {
  const elapsed = b.at - a.at;
  if (broken || elapsed > legWithinSeconds * 1000) return undefined;
  const metres = metresBetween(a, b);
  return metres <= farthest && metres * 1000 <= legMetresPerSecond * elapsed ? metres : undefined;
}
