const number = /^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$/;
const largestSeconds = 2 ** 31 - 1;

/** A decimal number with a point, as text or as a number; NaN for anything else, a decimal comma and '' among it. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && number.test(value) ? Number(value) : Number.NaN;
}

/** The number, or undefined where there is none or it is no number. */
export function optionalNumber(value: unknown): number | undefined {
  const read = numberOf(value);
  return Number.isFinite(read) ? read : undefined;
}

/**
 * Epoch milliseconds of what a client calls a timestamp: a number of seconds (below 2^31 − 1) or milliseconds, or
 * ISO 8601, UTC where no zone is given; a space may stand for the `+` that it was before somebody decoded it.
 * NaN where it is none. (PROTOCOLS 0.6)
 */
export function instantOf(value: unknown): number {
  const read = numberOf(value);
  if (!Number.isNaN(read)) return read < largestSeconds ? read * 1000 : read;
  if (typeof value !== 'string') return Number.NaN;
  const parts =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:(Z)|\s?([-+ ])(\d\d):?(\d\d))?$/i.exec(
      value.trim(),
    );
  if (!parts) return Number.NaN;
  const [, day, time, , sign, hours, minutes] = parts;
  const zone = hours === undefined ? 'Z' : `${sign === '-' ? '-' : '+'}${hours}:${minutes}`;
  return Date.parse(`${day}T${time}${zone}`);
}
