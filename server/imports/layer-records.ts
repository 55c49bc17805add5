import type { LayerRecord } from '../layers/store.ts';
import { type Mapping, mapped, sourcesOf } from './mapping.ts';
import type { Attributes, Note } from './source.ts';

/** Keys of OpenStreetMap that say of a line what it is; the value alone would not tell a river from a street. */
const keys = new Set(['highway', 'waterway', 'railway']);

type Row = { index: number; hasOutline: boolean; attributes: Attributes };

/**
 * What the records of an import say of points and lines. Where a weight is mapped every record must have one, 0 or more;
 * a record without a shape must have a code that is known. What cannot be taken is refused with its row and the reason.
 */
export function layerRecords(
  rows: readonly Row[],
  mapping: Mapping,
  codes: ReadonlySet<string>,
): { records: LayerRecord[]; refused: { index: number; note: Note }[] } {
  const records: LayerRecord[] = [];
  const refused: { index: number; note: Note }[] = [];
  for (const row of rows) {
    const record = readRecord(row, mapping, codes);
    if ('kind' in record) refused.push({ index: row.index, note: record });
    else records.push(record);
  }
  return { records, refused };
}

/** The code that places a record without a shape. */
export function codeOf({ attributes }: { attributes: Attributes }, mapping: Mapping): string | undefined {
  const code = mapped(attributes, mapping, 'code');
  return code === undefined ? undefined : String(code);
}

function readRecord(row: Row, mapping: Mapping, codes: ReadonlySet<string>): LayerRecord | Note {
  const { index, attributes } = row;
  const code = codeOf(row, mapping);
  if (!row.hasOutline && (code === undefined || !codes.has(code))) return unknownCode(code);
  const isWeighed = Object.values(mapping).includes('weight');
  const said = mapped(attributes, mapping, 'weight');
  if (isWeighed && said === undefined) return missingWeight;
  const weight = said === undefined ? null : Number(said);
  if (weight !== null && !(Number.isFinite(weight) && weight >= 0)) return wrongWeight(String(said));
  const name = mapped(attributes, mapping, 'name');
  return {
    index,
    class: classOf(attributes, mapping),
    name: name === undefined ? null : String(name).slice(0, 200),
    weight,
    code: row.hasOutline ? null : (code ?? null),
  };
}

/** The first mapped field that has a value. */
function classOf(attributes: Attributes, mapping: Mapping): string | null {
  for (const source of sourcesOf(mapping, 'class')) {
    const value = attributes[source];
    if (value === null || value === undefined || String(value).trim() === '') continue;
    const text = String(value).trim().slice(0, 100);
    return keys.has(source.toLowerCase()) ? `${source.toLowerCase()}=${text}` : text;
  }
  return null;
}

function unknownCode(code: string | undefined): Note {
  if (code === undefined)
    return {
      kind: 'no-position',
      english: 'The record has neither a position nor a code.',
      chinese: '该记录既无坐标也无代码。',
    };
  const shown = JSON.stringify(code.slice(0, 60));
  return {
    kind: 'unknown-code',
    english: `No area or cell of yours has the code ${shown}.`,
    chinese: `您的辖区和网格中没有代码 ${shown}。`,
  };
}

const missingWeight: Note = {
  kind: 'missing-weight',
  english: 'The record has no weight; write 0 where it is to count for nothing.',
  chinese: '该记录缺少权重；不计入时请填 0。',
};

function wrongWeight(value: string): Note {
  const shown = JSON.stringify(value.slice(0, 60));
  return {
    kind: 'wrong-weight',
    english: `The weight ${shown} is no number from 0 up.`,
    chinese: `权重 ${shown} 不是 0 或正数。`,
  };
}
