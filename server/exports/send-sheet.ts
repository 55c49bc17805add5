import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { type SheetFile, type SheetFormat, sheetMediaTypes, writeSheet } from './sheet-file.ts';

/** Characters that no system takes in a file's name. */
const unfit = /[\\/:*?"<>|\p{Cc}]/gu;

/** Answers with a spreadsheet as a file. */
export async function sendSheet(response: Response, format: SheetFormat, file: SheetFile): Promise<void> {
  const title = file.title.replaceAll(unfit, '_').slice(0, 100);
  response
    .attachment(`${title}.${format}`)
    .type(sheetMediaTypes[format])
    .set('Cache-Control', 'private, no-store');
  await pipeline(Readable.from(writeSheet(format, file)), response);
}
