/**
 * How many cells each owner gets of `count` in all, by its weight: the largest remainder (Hare and Niemeyer), and at least
 * one each, taken from those with the most per cell asked. Fewer cells than owners gives one each all the same.
 */
export function shareOut(weights: readonly number[], count: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const quota = (weight: number) => (total > 0 ? (weight / total) * count : count / weights.length);
  const shares = weights.map((weight) => Math.max(1, Math.floor(quota(weight))));
  const lack = (owner: number) => quota(weights[owner] ?? 0) - (shares[owner] ?? 0);
  const owners = Array.from(weights.keys());
  const change = (step: 1 | -1, candidates: number[]) => {
    const [most] = candidates.sort((a, b) => step * (lack(b) - lack(a)) || a - b);
    if (most !== undefined) shares[most] = (shares[most] ?? 0) + step;
  };
  let given = shares.reduce((sum, share) => sum + share, 0);
  for (; given < count && owners.length > 0; given++) change(1, [...owners]);
  for (; given > Math.max(count, owners.length); given--)
    change(
      -1,
      owners.filter((owner) => (shares[owner] ?? 0) > 1),
    );
  return shares;
}
