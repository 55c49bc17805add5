/** An instant in SQL as epoch milliseconds; pass a literal, never input. */
export function epochMs(instant: string): string {
  return `round(date_part('epoch', ${instant}) * 1000)`;
}
