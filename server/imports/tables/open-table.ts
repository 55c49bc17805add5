import { open } from 'node:fs/promises';
import { InvalidInput } from '../../http/problem.ts';
import type { Upload } from '../../http/upload.ts';
import { parseEncoding } from '../encoding-name.ts';
import { openCsvTable } from './csv-table.ts';
import { compoundFileStart, refuseCompoundFile } from './old-excel.ts';
import type { Table } from './table.ts';
import { openXlsx } from './xlsx.ts';

/** Opens an uploaded spreadsheet by what it holds, whatever it is called. Throws InvalidInput for what is not taken. */
export async function openTable(
  upload: Upload,
  wanted: { encodingName: string | undefined; sheet: string | undefined },
): Promise<Table> {
  const start = await startOf(upload.path);
  const hex = start.toString('hex');
  if (start.length === 0) throw emptyFile();
  if (hex.startsWith(compoundFileStart)) return refuseCompoundFile(upload.path);
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return openXlsx(upload, wanted.sheet);
  if (/^(\u00ef\u00bb\u00bf)?\s*<(!doctype|html|table|\?xml|meta|head)/i.test(start.toString('latin1')))
    throw webPage();
  if (hex.startsWith('1f8b') || hex.startsWith('52617221') || hex.startsWith('377abcaf')) throw archive();
  if (hasNul(start)) throw binary();
  const encoding = wanted.encodingName === undefined ? undefined : parseEncoding(wanted.encodingName);
  return openCsvTable(upload.path, encoding);
}

/** Text holds no zero bytes, but for UTF-16, which says so at its beginning. */
function hasNul(start: Buffer): boolean {
  return start.includes(0) && !['fffe', 'feff'].includes(start.toString('hex', 0, 2));
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function emptyFile(): InvalidInput {
  return new InvalidInput('no-rows', 'The file is empty.', '文件为空。');
}

/** Many systems export a web page and call it .xls. */
function webPage(): InvalidInput {
  return new InvalidInput(
    'not-a-spreadsheet',
    'This is a web page or XML document that is called a spreadsheet; open it in a spreadsheet program and save it as .xlsx or CSV.',
    '这是以表格命名的网页或 XML 文件；请用表格软件打开后另存为 .xlsx 或 CSV 再上传。',
  );
}

function archive(): InvalidInput {
  return new InvalidInput(
    'archive-kind',
    'An archive is not taken; send the .xlsx or CSV itself.',
    '不支持压缩包，请直接上传 .xlsx 或 CSV 文件。',
  );
}

function binary(): InvalidInput {
  return new InvalidInput(
    'not-a-spreadsheet',
    'The file is neither an .xlsx workbook nor a CSV text.',
    '文件既不是 .xlsx 工作簿，也不是 CSV 文本。',
  );
}
