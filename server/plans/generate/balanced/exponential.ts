// Math.exp and Math.log may differ in the last bit between engines, and one different acceptance changes a whole plan.
// What stands here is sums, products and quotients alone, which IEEE 754 fixes.

const halvings = 10;
const terms = 12;

/** e to the power of x, to about 1e-13. */
export function expOf(x: number): number {
  const small = x / 1024;
  let [sum, term] = [1, 1];
  for (let n = 1; n <= terms; n++) {
    term *= small / n;
    sum += term;
  }
  for (let squared = 0; squared < halvings; squared++) sum *= sum;
  return sum;
}

/** The natural logarithm of a positive number, by atanh's series after taking out powers of two. */
export function lnOf(x: number): number {
  if (!(x > 0)) throw new RangeError(`there is no logarithm of ${x}`);
  let [mantissa, twos] = [x, 0];
  for (; mantissa > 1.5; twos++) mantissa /= 2;
  for (; mantissa < 0.75; twos--) mantissa *= 2;
  return atanhSeries((mantissa - 1) / (mantissa + 1)) + twos * atanhSeries(1 / 3);
}

function atanhSeries(y: number): number {
  let [sum, power] = [0, y];
  for (let n = 1; n < 60; n += 2) {
    sum += power / n;
    power *= y * y;
  }
  return 2 * sum;
}

const stepsPerUnit = 256;
/** Nothing is accepted beyond: e^-16 is about one in nine million. */
export const hopeless = 16;

/** The chance e^-x of a worsening of x temperatures, as a table with 256 steps a unit for x in [0, {@link hopeless}). */
const acceptanceTable = Float64Array.from({ length: hopeless * stepsPerUnit + 1 }, (_, step) =>
  expOf(-step / stepsPerUnit),
);

/** True with the chance e^-x, where `unit` is uniform in [0, 1). */
export function accepts(x: number, unit: number): boolean {
  if (x >= hopeless) return false;
  const place = x * stepsPerUnit;
  const step = Math.floor(place);
  const low = acceptanceTable[step] ?? 0;
  return unit < low + ((acceptanceTable[step + 1] ?? 0) - low) * (place - step);
}
