import { InvalidInput } from '../../http/problem.ts';
import type { Upload } from '../../http/upload.ts';
import { expandArchive } from '../archive.ts';
import type { Note } from '../source.ts';
import { readDateStyles } from './date-styles.ts';
import { readSharedStrings } from './shared-strings.ts';
import type { Table, TableRow } from './table.ts';
import { partsOf, readWorkbook, relationsPart, type Sheet, type Workbook, workbookPart } from './workbook.ts';
import { type Lookup, type Met, readSheetRows } from './xlsx-rows.ts';
import { damagedWorkbook } from './xml-events.ts';

/**
 * Opens a workbook (ECMA-376): the sheet that is named, else the first that can be seen and holds anything. Its parts
 * are expanded to disk within the limits of archives and read piece by piece, so that memory holds the texts that
 * cells share and nothing of the rows.
 */
export async function openXlsx(upload: Upload, wantedSheet: string | undefined): Promise<Table> {
  const book = await readWorkbook(await expand(upload, 'book', [workbookPart, relationsPart]));
  const candidates = wantedSheets(book, wantedSheet);
  const parts = await expand(upload, 'parts', [
    book.sharedStrings,
    book.styles,
    ...candidates.map(({ part }) => part),
  ]);
  const lookup = {
    strings: await readSharedStrings(parts.get(book.sharedStrings)),
    dateStyles: await readDateStyles(parts.get(book.styles)),
    startsIn1904: book.startsIn1904,
  };
  const { sheet, path } = await firstFilled(candidates, parts, lookup);
  const notes: Note[] = [];
  return {
    format: 'xlsx',
    encoding: 'utf-8',
    sheet: sheet.name,
    sheets: book.sheets.filter(({ isHidden }) => !isHidden).map(({ name }) => name),
    notes,
    rows: () => rowsOf(path, lookup, notes),
  };
}

async function* rowsOf(path: string, lookup: Lookup, notes: Note[]): AsyncGenerator<TableRow> {
  const met: Met = { formulas: 0 };
  yield* readSheetRows(path, lookup, met);
  if (met.formulas > 0) notes.push(formulas(met.formulas));
}

async function expand(upload: Upload, prefix: string, names: readonly string[]) {
  const wanted = new Set(names.filter((name) => name !== ''));
  const files = await expandArchive(
    upload.path,
    upload.folder,
    (name) => wanted.has(name.toLowerCase()),
    prefix,
  );
  const parts = partsOf(files);
  if (prefix === 'book' && parts.size === 0) throw notAWorkbook();
  return parts;
}

function wantedSheets({ sheets }: Workbook, wanted: string | undefined): Sheet[] {
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  if (wanted === undefined) return visible;
  const named = sheets.filter(({ name }) => name === wanted);
  if (named.length > 0) return named;
  const names = visible
    .map(({ name }) => name)
    .slice(0, 20)
    .join(', ');
  throw new InvalidInput(
    'no-such-sheet',
    `The workbook has no sheet ${JSON.stringify(wanted.slice(0, 60))}; it has ${names}.`,
    `工作簿中没有工作表 ${JSON.stringify(wanted.slice(0, 60))}，现有：${names}。`,
    [{ path: 'layer', reason: `one of ${names}` }],
  );
}

/** The first of the sheets with a row; throws InvalidInput where none has any. */
async function firstFilled(sheets: readonly Sheet[], parts: ReadonlyMap<string, string>, lookup: Lookup) {
  for (const sheet of sheets) {
    const path = parts.get(sheet.part);
    if (path === undefined) throw damagedWorkbook(`the part ${sheet.part} is missing`);
    for await (const _row of readSheetRows(path, lookup, { formulas: 0 })) return { sheet, path };
  }
  throw new InvalidInput('no-rows', 'The workbook holds no rows.', '工作簿中没有数据。');
}

function notAWorkbook(): InvalidInput {
  return new InvalidInput(
    'not-a-workbook',
    'The archive is no .xlsx workbook; save the spreadsheet as .xlsx or CSV.',
    '该压缩包不是 .xlsx 工作簿，请将表格另存为 .xlsx 或 CSV 后上传。',
  );
}

function formulas(count: number): Note {
  return {
    kind: 'formulas',
    english: `${count} cells are formulas; the values that were calculated last are taken.`,
    chinese: `有 ${count} 个单元格为公式，采用其最近一次计算的结果。`,
  };
}
