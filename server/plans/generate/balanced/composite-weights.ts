/** One of the things that make work, with its value for each atom or piece. */
export type Dimension = { share: number; values: readonly number[] };

/**
 * Joins several weights to one: each dimension's values as parts of their sum, by its share of the whole. Dimensions that
 * are all zero count for nothing; the result sums to 1 where any is not. Shares need not sum to 1.
 */
export function compositeWeights(dimensions: readonly Dimension[], count: number): Float64Array {
  const weights = new Float64Array(count);
  const sums = dimensions.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const whole = dimensions.reduce((sum, { share }, index) => ((sums[index] ?? 0) > 0 ? sum + share : sum), 0);
  dimensions.forEach(({ share, values }, index) => {
    const sum = sums[index] ?? 0;
    if (!(sum > 0) || !(whole > 0)) return;
    values.forEach((value, one) => {
      weights[one] = (weights[one] ?? 0) + ((share / whole) * value) / sum;
    });
  });
  return weights;
}
