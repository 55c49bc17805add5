import type { Reach } from '../../sweeps/reach.ts';

/** A way of somebody who could see as far as `reach` says. */
type Way = { reach: Reach; metres: number; byVehicle: boolean };

/** How thoroughly ground was searched: C, and the probability that what there was would have been found. */
export type Detection = { effort: number; probability: number };

/**
 * METHODS B3: C = W L / A, the strips of all ways, however often over the same ground, against the area in square metres.
 * Of it follows the probability of detection by a random search, POD = 1 - exp(-C) (Koopman; METHODS B1). W is twice what
 * is seen to each side.
 */
export function detectionBy(ways: readonly Way[], areaSquareMetres: number): Detection {
  const swept = ways.reduce(
    (sum, { reach, metres, byVehicle }) => sum + 2 * (byVehicle ? reach.vehicle : reach.foot) * metres,
    0,
  );
  const effort = areaSquareMetres > 0 ? swept / areaSquareMetres : 0;
  return { effort, probability: 1 - Math.exp(-effort) };
}
