/**
 * What a plan costs (METHODS of districting; the weights were measured on census data):
 * 4 Σ [0.2 d² + (d − tol)+ + 20 ((d − tol)+)²] + n · border / l0 + C · n · I / I0 + λ · n · moved / W
 * where d is a cell's relative deviation from the mean weight, l0 = 2 √(A n) the border of n squares, I the inertia of the
 * weight about the cells' centres, and I0 = W (A / n) / 2π that of n discs.
 */
export type Energy = {
  /** The relative deviation that costs extra, a share: 0.092 for a tolerance of 10 %. */
  tolerance: number;
  /** How much travel counts: 0 in towns, 0.5 on open land. */
  travel: number;
  /** How much a household that changes cell counts. */
  stability: number;
  /** Multiplies what imbalance costs; raised where a plan does not come into tolerance. */
  balance: number;
};

const balanceWeight = 4;
const squareWeight = 0.2;
const excessWeight = 20;

/** What the deviation of one cell costs. */
export function imbalanceCost(load: number, target: number, { tolerance, balance }: Energy): number {
  const deviation = load > target ? load / target - 1 : 1 - load / target;
  const excess = deviation - tolerance;
  const beyond = excess > 0 ? excess + excessWeight * excess * excess : 0;
  return balanceWeight * balance * (squareWeight * deviation * deviation + beyond);
}

/** How far a load lies outside the tolerance, a share of the target. */
export function excessOf(load: number, target: number, tolerance: number): number {
  const deviation = load > target ? load / target - 1 : 1 - load / target;
  return deviation > tolerance ? deviation - tolerance : 0;
}
