const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A number as clients and files print it, exponents included; undefined for anything else, an empty text too. */
export function parseNumber(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  return decimal.test(trimmed) ? Number(trimmed) : undefined;
}

/** A coordinate: what is no number becomes NaN, which is refused with that reason. */
export function parseDegrees(text: string): number {
  return parseNumber(text) ?? Number.NaN;
}
