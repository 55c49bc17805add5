import { headCount } from '../areas/area.ts';
import { cellClasses } from '../plans/plan.ts';
import { type Mapping, mapped } from './mapping.ts';
import type { Attributes, Note } from './source.ts';

/** What a record says of a cell; what is null the plan decides. */
export type CellRecord = {
  index: number;
  code: string | null;
  name: string | null;
  ownerCode: string | null;
  usage: string | null;
  class: (typeof cellClasses)[number] | null;
  households: number | null;
};

/** What the records of an import say of cells by the mapping; what cannot be taken is refused with the reason. */
export function cellRecords(
  rows: readonly { index: number; attributes: Attributes }[],
  mapping: Mapping,
): { records: CellRecord[]; refused: { index: number; note: Note }[] } {
  const records: CellRecord[] = [];
  const refused: { index: number; note: Note }[] = [];
  for (const { index, attributes } of rows) {
    const record = readRecord(index, attributes, mapping);
    if ('kind' in record) refused.push({ index, note: record });
    else records.push(record);
  }
  return { records, refused };
}

function readRecord(index: number, attributes: Attributes, mapping: Mapping): CellRecord | Note {
  const text = (ours: string) => {
    const value = mapped(attributes, mapping, ours);
    return value === undefined ? null : String(value).slice(0, 200);
  };
  const cellClass = text('class');
  const known = cellClasses.find((name) => name === cellClass) ?? null;
  if (cellClass !== null && known === null) return wrongValue('class', cellClass, cellClasses.join(', '));
  const households = text('households');
  const number = households === null ? null : Number(households);
  if (number !== null && !headCount.safeParse(number).success)
    return wrongValue('households', String(households), '0, 1, 2 …');
  return {
    index,
    code: text('code'),
    name: text('name'),
    ownerCode: text('ownerCode'),
    usage: text('usage'),
    class: known,
    households: number,
  };
}

function wrongValue(field: string, value: string, allowed: string): Note {
  const shown = JSON.stringify(value.slice(0, 60));
  return {
    kind: `wrong-${field}`,
    english: `The ${field} ${shown} cannot be taken (${allowed}).`,
    chinese: `${field} 的值 ${shown} 无法采用（${allowed}）。`,
  };
}
