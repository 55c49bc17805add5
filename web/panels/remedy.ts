/** What would close a gap, as the server says it: a sentence, or a value that carries one. */
export function remedyText(remedy: unknown): string {
  if (typeof remedy === 'string') return remedy;
  if (typeof remedy !== 'object' || remedy === null || !('message' in remedy)) return '';
  return typeof remedy.message === 'string' ? remedy.message : '';
}
