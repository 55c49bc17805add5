/** An instant in SQL as epoch milliseconds; pass a literal, never input. */
export function epochMs(instant: string): string {
  return `round(extract(epoch from ${instant}) * 1000)::float8`;
}
