/** A row of a table and its line in the file, the first being 1. */
export type CsvRow = { line: number; values: string[] };

/**
 * Rows of comma-, semicolon- or tab-separated text (RFC 4180: quotes, doubled quotes, line breaks in them); the separator
 * is the one that the first row has most of. Empty rows are left out.
 */
export function csvRows(text: string): CsvRow[] {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const separator = separatorOf(content);
  const rows: CsvRow[] = [];
  let [line, start] = [1, 1];
  let values: string[] = [];
  let value = '';
  let isQuoted = false;
  const endRow = () => {
    values.push(value.trim());
    if (values.some((one) => one !== '')) rows.push({ line: start, values });
    [values, value] = [[], ''];
  };
  for (let i = 0; i < content.length; i++) {
    const character = content[i] ?? '';
    if (character === '\n') line++;
    if (isQuoted) {
      if (character !== '"') value += character;
      else if (content[i + 1] === '"') value += content[i++] ?? '';
      else isQuoted = false;
    } else if (character === '"' && value.trim() === '') [isQuoted, value] = [true, ''];
    else if (character === separator) {
      values.push(value.trim());
      value = '';
    } else if (character === '\n') {
      endRow();
      start = line;
    } else if (character !== '\r') value += character;
  }
  endRow();
  return rows;
}

function separatorOf(text: string): string {
  const end = text.indexOf('\n');
  const first = end < 0 ? text : text.slice(0, end);
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: first.split(separator).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.separator ?? ',';
}
