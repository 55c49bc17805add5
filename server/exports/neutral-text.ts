/** A spreadsheet calculates what begins with these, also in full width and behind apostrophes; control characters are skipped over. */
const executable = /^'*[\p{Cc}\s]*[=+\-@＝＋－＠\t\r\n|%]/u;

/**
 * Text that a spreadsheet takes as text: what it would calculate gets an apostrophe before it
 * (OWASP, "CSV Injection"). {@link originalText} takes it away again.
 */
export function neutralText(text: string): string {
  return executable.test(text) ? `'${text}` : text;
}

/** The text that was neutralised; others stay as they are. */
export function originalText(text: string): string {
  return text.startsWith("'") && executable.test(text) ? text.slice(1) : text;
}
