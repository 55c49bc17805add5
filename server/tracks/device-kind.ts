/** What kind of device a row of the given table is, for what nobody has said of it; pass a literal, never input. */
export function kindColumn(table: string): string {
  return `coalesce(${table}.kind, 'phone')`;
}
