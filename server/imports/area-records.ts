import { areaCode, areaName, headCount } from '../areas/area.ts';
import { isDivisionCode, type Mapping, mapped } from './mapping.ts';
import type { Attributes, Note } from './source.ts';

/** What a record becomes. `hasName` is false where the name comes from the template and yields to a known one. */
export type AreaRecord = {
  index: number;
  code: string;
  name: string;
  hasName: boolean;
  parentCode: string | null;
  households: number | null;
  population: number | null;
};

/** What a record is called where it does not say so itself. */
export type Template = { importId: number; sourceName: string; features: number };

/**
 * Codes, names and numbers of records by the mapping. A record without a code gets one that no other import gives;
 * a single outline in a file called after a division's code gets that. What cannot be taken is refused with the reason.
 */
export function areaRecords(
  rows: readonly { index: number; attributes: Attributes }[],
  mapping: Mapping,
  template: Template,
): { records: AreaRecord[]; refused: { index: number; note: Note }[] } {
  const records: AreaRecord[] = [];
  const refused: { index: number; note: Note }[] = [];
  const firstByCode = new Map<string, number>();
  for (const { index, attributes } of rows) {
    const record = readRecord(index, attributes, mapping, template);
    const first = 'kind' in record ? undefined : firstByCode.get(record.code);
    if ('kind' in record) refused.push({ index, note: record });
    else if (first !== undefined) refused.push({ index, note: duplicateCode(record.code, first) });
    else {
      firstByCode.set(record.code, index);
      records.push(record);
    }
  }
  return { records, refused };
}

function readRecord(
  index: number,
  attributes: Attributes,
  mapping: Mapping,
  template: Template,
): AreaRecord | Note {
  const value = (ours: string) => mapped(attributes, mapping, ours);
  const sentCode = value('code');
  const code = sentCode === undefined ? templateCode(index, template) : String(sentCode);
  if (!areaCode.safeParse(code).success) return wrongValue('code', code, '1–32 A-Z a-z 0-9 -');
  const sentName = value('name');
  const name =
    sentName === undefined
      ? templateName(index, sentCode === undefined ? undefined : code, template)
      : String(sentName);
  if (!areaName.safeParse(name).success) return wrongValue('name', name, '1–200');
  const counts: Record<string, number | null> = {};
  for (const ours of ['households', 'population']) {
    const count = value(ours);
    const number = count === undefined ? null : Number(count);
    if (number !== null && !headCount.safeParse(number).success)
      return wrongValue(ours, String(count), '0, 1, 2 …');
    counts[ours] = number;
  }
  const parentCode = value('parentCode');
  return {
    index,
    code,
    name,
    hasName: sentName !== undefined,
    parentCode: parentCode === undefined ? null : String(parentCode),
    households: counts['households'] ?? null,
    population: counts['population'] ?? null,
  };
}

function templateCode(index: number, { importId, sourceName, features }: Template): string {
  if (features === 1 && isDivisionCode(sourceName)) return sourceName;
  return `import${importId}-${String(index + 1).padStart(4, '0')}`;
}

function templateName(index: number, code: string | undefined, { sourceName, features }: Template): string {
  if (code !== undefined) return code;
  const base = sourceName || 'area';
  return features === 1 ? base : `${base} ${index + 1}`;
}

function wrongValue(field: string, value: string, allowed: string): Note {
  const shown = JSON.stringify(value.slice(0, 60));
  return {
    kind: `wrong-${field}`,
    english: `The ${field} ${shown} cannot be taken (${allowed}).`,
    chinese: `${field} 的值 ${shown} 无法采用（${allowed}）。`,
  };
}

function duplicateCode(code: string, first: number): Note {
  return {
    kind: 'duplicate-code',
    english: `The code ${code} is that of record ${first} already.`,
    chinese: `代码 ${code} 与第 ${first} 条记录重复。`,
  };
}
