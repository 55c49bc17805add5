import type { Receipt } from '../../types-office.ts';

export const csvFields = ['lat', 'lon', 'time', 'date', 'altitude', 'speed', 'course', 'accuracy'] as const;
export type CsvField = (typeof csvFields)[number];
type CsvMapping = Partial<Record<CsvField, string>>;

/** A table whose columns are not all known: `mapping` are those that are. */
export type AskedTable = { columns: string[]; rows: string[][]; mapping: CsvMapping };
/** Our field → the column that was chosen, and the zone of times that name none. */
export type CsvAnswer = { mapping: CsvMapping; isUtc: boolean };

/** One file on its way, and what became of it. */
export type Upload = { file: File } & (
  | { state: 'waiting' | 'sending' }
  | { state: 'stored'; receipt: Receipt }
  | { state: 'asks'; table: AskedTable }
  | { state: 'failed'; error: unknown }
);

/** The body of one upload. */
export function formOf(file: File, answer: CsvAnswer | undefined): FormData {
  const body = new FormData();
  if (answer) body.append('mapping', JSON.stringify(answer.mapping));
  if (answer?.isUtc) body.append('zone', 'UTC');
  body.append('file', file);
  return body;
}

/** The table of a refusal that asks which column is what; undefined for any other. */
export function askedTable({
  type,
  columns,
  rows,
  mapping,
}: Record<string, unknown>): AskedTable | undefined {
  if (!String(type).endsWith('/columns-unknown') || !isTexts(columns) || !Array.isArray(rows))
    return undefined;
  const known = new Map(Object.entries(mapping ?? {}));
  const told = csvFields.filter((field) => columns.includes(known.get(field)));
  return {
    columns,
    rows: rows.filter(isTexts),
    mapping: Object.fromEntries(told.map((field) => [field, known.get(field)])),
  };
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** How often each reason was given, most frequent first. */
export function countReasons(list: readonly { reason: string }[]): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { reason } of list) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** True where the second table has the columns of the first: one answer serves both. */
export function isAlike(a: AskedTable, b: AskedTable): boolean {
  return a.columns.length === b.columns.length && a.columns.every((name, place) => name === b.columns[place]);
}
