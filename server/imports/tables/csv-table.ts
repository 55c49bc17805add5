import { open } from 'node:fs/promises';
import { InvalidInput } from '../../http/problem.ts';
import { CsvRows, NotCsv } from '../csv-rows.ts';
import type { Encoding } from '../encoding.ts';
import { encodingOfText, textOf } from '../text-file.ts';
import { cleanCell, columnLimit, type Table, type TableRow } from './table.ts';

/** Small enough that other requests get their turn between two pieces. */
const pieceBytes = 1 << 14;

/** Opens comma-, semicolon- or tab-separated values; undeclared, the encoding is UTF-16 or UTF-8 where it is that, else GB 18030. */
export async function openCsvTable(path: string, declared: Encoding | undefined): Promise<Table> {
  const encoding = declared?.name ?? (await markedEncoding(path)) ?? (await encodingOfText(path));
  return {
    format: 'csv',
    encoding,
    sheet: null,
    sheets: [],
    notes: [],
    rows: () => readRows(path, encoding),
  };
}

async function* readRows(path: string, encoding: string): AsyncGenerator<TableRow> {
  const rows = new CsvRows();
  const tableRow = (fields: string[]) => ({
    row: rows.lastRow,
    cells: fields.slice(0, columnLimit).map(cleanCell),
  });
  try {
    for await (const text of textOf(path, encoding, pieceBytes))
      for (const fields of rows.read(text)) yield tableRow(fields);
    for (const fields of rows.end()) yield tableRow(fields);
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    throw new InvalidInput(
      'not-csv',
      `The file is no table of comma-separated values: ${error.message}.`,
      `文件不是有效的 CSV 表：${error.message}。`,
    );
  }
}

/** What Excel calls Unicode text is UTF-16, told by its first two bytes. */
async function markedEncoding(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    const mark = buffer.toString('hex');
    if (mark === 'fffe') return 'utf-16le';
    return mark === 'feff' ? 'utf-16be' : undefined;
  } finally {
    await file.close();
  }
}
