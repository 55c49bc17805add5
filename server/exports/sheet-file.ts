import { type ColumnDef, writeXlsxStream } from 'hucre/xlsx';
import { neutralText } from './neutral-text.ts';

/** A table of text and days (`2024-03-01`) that is written as a spreadsheet. */
export type SheetFile = {
  /** The name of the file and of its sheet. */
  title: string;
  columns: readonly { name: string; widthCharacters: number; isDay?: true }[];
  rows: AsyncIterable<readonly (string | null)[]>;
};

export const sheetFormats = ['xlsx', 'csv'] as const;
export type SheetFormat = (typeof sheetFormats)[number];

export const sheetMediaTypes: Record<SheetFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
};

/** The file, piece by piece. Text that a spreadsheet would calculate is neutralised in both formats. */
export function writeSheet(format: SheetFormat, file: SheetFile): AsyncIterable<string | Uint8Array> {
  return format === 'csv' ? csvText(file) : xlsxBytes(file);
}

/** Comma-separated values (RFC 4180) that Excel reads as UTF-8 because of the mark at their beginning. */
async function* csvText({ columns, rows }: SheetFile): AsyncGenerator<string> {
  yield `\ufeff${csvLine(columns.map(({ name }) => name))}`;
  for await (const row of rows) yield csvLine(row);
}

function csvLine(cells: readonly (string | null)[]): string {
  const fields = cells.map((cell) => {
    const text = neutralText(cell ?? '');
    return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${fields.join(',')}\r\n`;
}

async function* xlsxBytes({ title, columns, rows }: SheetFile): AsyncGenerator<Uint8Array> {
  const definitions = columns.map(
    ({ name, widthCharacters, isDay }): ColumnDef => ({
      header: name,
      width: widthCharacters,
      ...(isDay && { numFmt: 'yyyy-mm-dd' }),
    }),
  );
  const cells = (row: readonly (string | null)[]) =>
    columns.map(({ isDay }, column) => cellOf(row[column] ?? null, isDay ?? false));
  const stream = writeXlsxStream(mapped(rows, cells), {
    name: sheetName(title),
    columns: definitions,
    freezePane: { rows: 1 },
  });
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

function cellOf(text: string | null, isDay: boolean): string | Date | null {
  if (text === null || text === '') return null;
  return isDay && /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= '1900-03-01'
    ? new Date(`${text}T00:00:00Z`)
    : neutralText(text);
}

async function* mapped<A, B>(items: AsyncIterable<A>, change: (item: A) => B): AsyncGenerator<B> {
  for await (const item of items) yield change(item);
}

/** Sheets are called by 31 characters at most, and some are not taken. */
function sheetName(title: string): string {
  return title.replaceAll(/[\\/?*[\]:']/g, ' ').slice(0, 31);
}
