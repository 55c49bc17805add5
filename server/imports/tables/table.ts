import type { Note, Scalar } from '../source.ts';

/** A row of a spreadsheet under the number that the spreadsheet program shows, from 1. Text is clean, blank is null. */
export type TableRow = { row: number; cells: Scalar[] };

/** A spreadsheet opened for import; `notes` is complete once the rows were read. */
export type Table = {
  format: 'csv' | 'xlsx';
  encoding: string;
  /** The sheet that is read, and all that can be; of CSV none. */
  sheet: string | null;
  sheets: string[];
  notes: Note[];
  rows: () => AsyncIterable<TableRow>;
};

/** Columns beyond this are not read. */
export const columnLimit = 200;
const textLimit = 2_000;

/** A cell's text without control characters, bounded; blank text is null. */
export function cleanCell(text: string): string | null {
  const clean = text.replaceAll(unprintable, ' ').trim().slice(0, textLimit);
  return clean === '' ? null : clean;
}

/** Control characters, half surrogates, and blanks that are no blanks to a comparison. */
const unprintable = /[\p{Cc}\p{Cs}\u00a0\u200b\u3000\ufeff]+/gu;
