import type { Field, Value } from './table.ts';

const longestTextBytes = 254;

type Column = { shortName: string; type: string; width: number; decimals: number };

/** A dBASE table in UTF-8 with these rows; a text longer than 254 bytes ends before. */
export function dbfTable(fields: readonly Field[], rows: readonly (readonly Value[])[]): Buffer {
  const columns = fields.map((field, index) => columnOf(field, rows, index));
  const recordBytes = columns.reduce((sum, { width }) => sum + width, 1);
  const header = Buffer.alloc(33 + columns.length * 32);
  header.writeUInt8(3, 0);
  // The date of the last change, which nobody reads: 1980-01-01.
  header.set([80, 1, 1], 1);
  header.writeUInt32LE(rows.length, 4);
  header.writeUInt16LE(header.length, 8);
  header.writeUInt16LE(recordBytes, 10);
  columns.forEach(({ shortName, type, width, decimals }, index) => {
    const at = 32 + index * 32;
    header.write(shortName.slice(0, 10), at, 'latin1');
    header.write(type, at + 11, 'latin1');
    header.writeUInt8(width, at + 16);
    header.writeUInt8(decimals, at + 17);
  });
  header.writeUInt8(0x0d, header.length - 1);
  const body = Buffer.alloc(rows.length * recordBytes, 0x20);
  rows.forEach((row, place) => {
    let at = place * recordBytes + 1;
    columns.forEach((column, index) => {
      cellOf(column, row[index] ?? null).copy(body, at);
      at += column.width;
    });
  });
  return Buffer.concat([header, body, Buffer.from([0x1a])]);
}

function columnOf({ shortName, type }: Field, rows: readonly (readonly Value[])[], index: number): Column {
  if (type === 'integer') return { shortName, type: 'N', width: 18, decimals: 0 };
  if (type === 'real') return { shortName, type: 'N', width: 19, decimals: 3 };
  if (type === 'boolean') return { shortName, type: 'L', width: 1, decimals: 0 };
  const longest = rows.reduce((most, row) => Math.max(most, Buffer.byteLength(String(row[index] ?? ''))), 1);
  return { shortName, type: 'C', width: Math.min(longest, longestTextBytes), decimals: 0 };
}

function cellOf({ type, width, decimals }: Column, value: Value): Buffer {
  if (value === null) return Buffer.alloc(width, type === 'L' ? '?' : ' ');
  if (type === 'L') return Buffer.from(value === true ? 'T' : 'F');
  if (type === 'N') return Buffer.from(Number(value).toFixed(decimals).slice(0, width).padStart(width));
  return cut(String(value), width);
}

/** No more bytes than fit, and no part of a character. */
function cut(text: string, width: number): Buffer {
  const bytes = Buffer.from(text);
  let end = Math.min(width, bytes.length);
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return Buffer.concat([bytes.subarray(0, end), Buffer.alloc(width - end, 0x20)]);
}
