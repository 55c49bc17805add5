/** An array literal of PostgreSQL: one text parameter, which is quicker than the driver's own rendering by far. */
export function arrayOf<T>(rows: readonly T[], value: (row: T) => number | string | boolean | null): string {
  let text = '{';
  for (let index = 0; index < rows.length; index++) {
    if (index > 0) text += ',';
    const field = value(rows[index] as T);
    text += field === null ? 'NULL' : field;
  }
  return `${text}}`;
}

/** Epoch milliseconds as a timestamp literal; infinity as itself. */
export function timestampOf(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : ms > 0 ? 'infinity' : '-infinity';
}

/** An instant column as epoch milliseconds; pass a literal, never input. */
export function msColumn(column: string): string {
  return `round(date_part('epoch', ${column}) * 1000)`;
}
