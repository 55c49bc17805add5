/** PostgreSQL's codes of a broken unique, exclusion, foreign key and check constraint. */
const violations = new Set(['23505', '23P01', '23503', '23514']);

/** The name of the constraint that an error says was broken; undefined for any other error. */
export function violatedConstraint(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('constraint' in error)) return undefined;
  if (!violations.has(String(error.code))) return undefined;
  // A distributed table appends its shard's number.
  return String(error.constraint).replace(/_\d+$/, '');
}
