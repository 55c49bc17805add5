import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { type FormatName, formats } from './formats.ts';
import type { Table } from './table.ts';

/** Characters that no system takes in a file's name. */
const unfit = /[\\/:*?"<>|\p{Cc}]/gu;

/** Answers with features as a file. */
export async function sendTable(response: Response, f: FormatName, table: Table): Promise<void> {
  const { ending, mediaType, write } = formats[f];
  const title = table.title.replaceAll(unfit, '_').slice(0, 100);
  response.attachment(`${title}.${ending}`).type(mediaType).set('Cache-Control', 'private, no-store');
  await pipeline(Readable.from(write({ ...table, title })), response);
}
