export type Figure = {
  name: string;
  /** The measured value, and that of the same run it is held against. */
  value: number;
  unit: string;
  baseline: number;
  baselineOf: string;
  /** What the ratio of the two is to be: at least, or at most; neither where a figure is only told. */
  atLeast?: number;
  atMost?: number;
};

/** Prints a figure for people and as one line of JSON. */
export function report({ name, value, unit, baseline, baselineOf, atLeast, atMost }: Figure): void {
  const ratio = value / baseline;
  const isReached = (atLeast === undefined || ratio >= atLeast) && (atMost === undefined || ratio <= atMost);
  const bar = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  const isWanted = atLeast !== undefined || atMost !== undefined;
  console.log(`${name}: ${round(value)} ${unit}`);
  console.log(`  ${baselineOf}: ${round(baseline)} ${unit}`);
  const verdict = `, wanted ${bar}: ${isReached ? 'reached' : 'MISSED'}`;
  console.log(`  ratio ${ratio.toFixed(2)}${isWanted ? verdict : ''}`);
  console.log(
    JSON.stringify({
      name,
      value: round(value),
      unit,
      baseline: round(baseline),
      baselineOf,
      ratio,
      isReached,
    }),
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
