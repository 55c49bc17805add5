/** Between the entries of a cell that holds several of several parts, and between the parts of one. */
const [entryMark, partMark] = ['；', '｜'] as const;
const isEntryMark = /[；;\n]/;
const isPartMark = /[｜|]/;

/** Entries of several parts as the text of one cell: `急救员证｜急救｜77；蒙汉翻译证`. Blanks at the end are left out. */
export function entriesText(entries: readonly (readonly (string | null)[])[]): string {
  return entries
    .map((parts) =>
      parts
        .map((part) => quoted(part ?? ''))
        .join(partMark)
        .replace(/｜+$/, ''),
    )
    .join(entryMark);
}

/** A part that holds a mark stands in quotation marks, which are doubled inside. */
function quoted(part: string): string {
  return isEntryMark.test(part) || isPartMark.test(part) || part.includes('"')
    ? `"${part.replaceAll('"', '""')}"`
    : part;
}

/** A part, quoted or as it stands, up to the mark behind it. */
const nextPart = /\s*(?:"((?:[^"]|"")*)"|([^｜|；;\n]*))\s*([｜|；;\n]|$)/y;

/** The parts of each entry; blank ones are null, and entries of nothing are left out. */
export function readEntries(text: string): (string | null)[][] {
  const entries: (string | null)[][] = [[]];
  nextPart.lastIndex = 0;
  for (let found = nextPart.exec(text); found; found = nextPart.exec(text)) {
    const [, inQuotes, plain = '', mark = ''] = found;
    const part = inQuotes === undefined ? plain.trim() : inQuotes.replaceAll('""', '"').trim();
    entries.at(-1)?.push(part === '' ? null : part);
    if (mark === '') break;
    if (isEntryMark.test(mark)) entries.push([]);
  }
  return entries.filter((parts) => parts.some((part) => part !== null));
}
