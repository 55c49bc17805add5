import { DateTime } from 'luxon';
import { type PointKind, pointKinds, usualRadiusMetres } from '../points/kinds.ts';
import { type Mapping, mapped } from './mapping.ts';
import type { Attributes, Note } from './source.ts';

/** A place to be visited, as a record of a file says it. */
export type PointRecord = {
  index: number;
  label: string;
  kind: PointKind;
  weight: number;
  key: boolean;
  radiusMetres: number;
  from: Date | null;
  to: Date | null;
  /** The label of the point that this one stands for. */
  replaces: string | null;
};

/** By which words files call the kinds. */
const kindsByWord: Readonly<Record<string, PointKind>> = {
  ...Object.fromEntries(pointKinds.map((kind) => [kind, kind])),
  住户: 'household',
  农户: 'household',
  牧户: 'household',
  岗亭: 'post',
  哨位: 'post',
  校门: 'gate',
  大门: 'gate',
  门: 'gate',
  检查站: 'checkpoint',
  卡口: 'checkpoint',
  瞭望塔: 'tower',
  瞭望台: 'tower',
  营地: 'camp',
  夏营地: 'camp',
  冬营地: 'camp',
  其他: 'other',
};

const truthy = new Set(['1', 'true', 'yes', 'y', '是', '重点']);
const falsy = new Set(['0', 'false', 'no', 'n', '否', '']);

type Row = { index: number; hasOutline: boolean; attributes: Attributes };

/** What the records of an import say of points; what cannot be taken is refused with the reason, and its neighbours stay. */
export function pointRecords(
  rows: readonly Row[],
  mapping: Mapping,
  timeZone: string,
): { records: PointRecord[]; refused: { index: number; note: Note }[] } {
  const records: PointRecord[] = [];
  const refused: { index: number; note: Note }[] = [];
  for (const row of rows) {
    const read = readRecord(row, mapping, timeZone);
    if ('english' in read) refused.push({ index: row.index, note: read });
    else records.push(read);
  }
  return { records, refused };
}

function readRecord(
  { index, hasOutline, attributes }: Row,
  mapping: Mapping,
  timeZone: string,
): PointRecord | Note {
  const text = (ours: string) => String(mapped(attributes, mapping, ours) ?? '').trim();
  if (!hasOutline) return fault('no-position', 'The record has no position.', '该记录没有坐标。');
  const label = text('label');
  if (label === '' || label.length > 100)
    return fault(
      'missing-label',
      'The record has no number or label of up to 100 characters.',
      '该记录缺少编号（至多 100 字）。',
    );
  const kindWord = text('kind').toLowerCase();
  const kind = kindWord === '' ? 'household' : kindsByWord[kindWord];
  if (!kind)
    return fault(
      'unknown-kind',
      `There is no kind of point ${quoted(kindWord)}; one of ${pointKinds.join(', ')}.`,
      `没有走访点类型 ${quoted(kindWord)}，可为：${Object.keys(kindsByWord).join('、')}。`,
    );
  const [weight, radiusMetres] = [
    numberOf(text('weight'), 1),
    numberOf(text('radius'), usualRadiusMetres[kind]),
  ];
  if (!(weight > 0))
    return fault(
      'wrong-weight',
      `The weight ${quoted(text('weight'))} is no number above 0.`,
      `权重 ${quoted(text('weight'))} 不是正数。`,
    );
  if (!(radiusMetres >= 5 && radiusMetres <= 5_000))
    return fault(
      'wrong-radius',
      `The radius ${quoted(text('radius'))} is no number of metres from 5 to 5,000.`,
      `半径 ${quoted(text('radius'))} 须为 5 至 5000 米。`,
    );
  const keyWord = text('key').toLowerCase();
  if (!truthy.has(keyWord) && !falsy.has(keyWord))
    return fault(
      'wrong-key',
      `Whether it is a key point cannot be read from ${quoted(keyWord)}; write yes or no.`,
      `无法识别是否重点：${quoted(keyWord)}，请填“是”或“否”。`,
    );
  const [from, to] = [dateOf(text('from'), timeZone), dateOf(text('to'), timeZone)];
  if (from === undefined || to === undefined || (from && to && to <= from))
    return fault(
      'wrong-period',
      `The dates ${quoted(text('from'))} to ${quoted(text('to'))} are not two dates in order.`,
      `日期 ${quoted(text('from'))} 至 ${quoted(text('to'))} 无效或先后颠倒。`,
    );
  return {
    index,
    label,
    kind,
    weight,
    key: truthy.has(keyWord),
    radiusMetres,
    from,
    to,
    replaces: text('replaces') || null,
  };
}

const fault = (kind: string, english: string, chinese: string): Note => ({ kind, english, chinese });
const quoted = (text: string) => JSON.stringify(text.slice(0, 60));
const numberOf = (text: string, otherwise: number) => (text === '' ? otherwise : Number(text));

/** Null for none; undefined for what is no date. */
function dateOf(text: string, timeZone: string): Date | null | undefined {
  if (text === '') return null;
  const at = DateTime.fromISO(text.replaceAll('/', '-'), { zone: timeZone });
  return at.isValid ? at.toJSDate() : undefined;
}
