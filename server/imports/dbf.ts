import { ByteReader } from './byte-reader.ts';
import { type Encoding, encodingOf, isUtf8 } from './encoding.ts';
import type { Attributes, Scalar } from './source.ts';

/** The table is damaged: a sentence in both languages. */
export class UnreadableTable extends Error {
  readonly chinese: string;
  constructor(english: string, chinese: string) {
    super(english);
    this.chinese = chinese;
  }
}

const nameBytes = 11;

type Column = { name: Buffer; type: string; from: number; to: number };
type Layout = { columns: Column[]; headerBytes: number; recordBytes: number; records: number };

/** A row of the attribute table; undefined where it is marked as deleted. */
export type TableRow = Attributes | undefined;

/**
 * The encoding of a dBASE table: what is declared, else what the .cpg says, else strict UTF-8 where every text of the
 * table is that, else GB 18030. `isDoubtful` where the .cpg says UTF-8 and the texts are none.
 */
export async function encodingOfTable(
  path: string,
  declared: Encoding | undefined,
  cpg: string | undefined,
): Promise<{ encoding: Encoding; isDoubtful: boolean }> {
  if (declared) return { encoding: declared, isDoubtful: false };
  const said = cpg === undefined ? undefined : encodingOf(cpg);
  if (said && said.name !== 'utf-8') return { encoding: said, isDoubtful: false };
  const name = (await holdsUtf8(path)) ? 'utf-8' : 'gb18030';
  const decoder = new TextDecoder(name);
  return {
    encoding: { name, decode: (bytes) => decoder.decode(bytes) },
    isDoubtful: said !== undefined && said.name !== name,
  };
}

/** The rows of a dBASE table (.dbf) in order, with NUL and blank padding removed. */
export async function* readTable(path: string, encoding: Encoding): AsyncGenerator<TableRow> {
  const reader = new ByteReader(path);
  try {
    const layout = await readLayout(reader);
    const names = layout.columns.map(
      (column, index) => plainText(encoding.decode(column.name)) || `field${index + 1}`,
    );
    for await (const record of recordsOf(reader, layout)) {
      if (record[0] === 0x2a) yield undefined;
      else
        yield Object.fromEntries(
          layout.columns.map((column, index) => [names[index], cellValue(column, record, encoding)]),
        );
    }
  } finally {
    await reader.close();
  }
}

async function holdsUtf8(path: string): Promise<boolean> {
  const reader = new ByteReader(path);
  try {
    const layout = await readLayout(reader);
    if (!layout.columns.every(({ name }) => isUtf8(name, name.length >= nameBytes - 1))) return false;
    const texts = layout.columns.filter(({ type }) => type === 'C');
    for await (const record of recordsOf(reader, layout)) {
      if (!texts.every((column) => isUtf8Text(column, record))) return false;
    }
    return true;
  } finally {
    await reader.close();
  }
}

function isUtf8Text({ from, to }: Column, record: Buffer): boolean {
  const bytes = trimPadding(record.subarray(from, to));
  return isUtf8(bytes, bytes.length === to - from);
}

async function readLayout(reader: ByteReader): Promise<Layout> {
  const head = await reader.take(32);
  const headerBytes = head?.readUInt16LE(8) ?? 0;
  const recordBytes = head?.readUInt16LE(10) ?? 0;
  const rest = headerBytes > 33 && recordBytes > 1 ? await reader.take(headerBytes - 32) : undefined;
  if (!head || !rest)
    throw new UnreadableTable(
      'The .dbf is no dBASE table or is cut short.',
      '.dbf 不是有效的 dBASE 表或已截断。',
    );
  const columns: Column[] = [];
  let from = 1;
  for (let at = 0; at + 32 <= rest.length && rest[at] !== 0x0d; at += 32) {
    const to = from + (rest[at + 16] ?? 0);
    columns.push({
      name: beforeNul(rest.subarray(at, at + nameBytes)),
      type: String.fromCharCode(rest[at + nameBytes] ?? 0),
      from,
      to,
    });
    from = to;
  }
  if (from > recordBytes)
    throw new UnreadableTable('The header of the .dbf contradicts itself.', '.dbf 表头自相矛盾。');
  return { columns, headerBytes, recordBytes, records: head.readUInt32LE(4) };
}

async function* recordsOf(reader: ByteReader, { records, recordBytes }: Layout): AsyncGenerator<Buffer> {
  for (let row = 0; row < records; row++) {
    const record = await reader.take(recordBytes);
    if (!record) return;
    yield record;
  }
}

function cellValue({ type, from, to }: Column, record: Buffer, encoding: Encoding): Scalar {
  const bytes = record.subarray(from, to);
  if (type === 'I' && bytes.length === 4) return bytes.readInt32LE();
  if ((type === 'O' || type === 'B') && bytes.length === 8) return finite(bytes.readDoubleLE());
  const text = plainText(encoding.decode(trimPadding(bytes)));
  if (text === '') return null;
  switch (type) {
    case 'N':
    case 'F':
      return finite(Number(text.replace(',', '.')));
    case 'L':
      return /^[YyTt]$/.test(text) ? true : /^[NnFf]$/.test(text) ? false : null;
    case 'D':
      return /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : null;
    case 'M':
      return null;
    default:
      return text;
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function beforeNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return trimPadding(end === -1 ? bytes : bytes.subarray(0, end));
}

/** Without the NULs and blanks at the end, which are no part of any character in the encodings in use. */
function trimPadding(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--;
  return bytes.subarray(0, end);
}

function plainText(text: string): string {
  return text.replaceAll('\0', '').trim();
}
