import type { Knex } from 'knex';
import { z } from 'zod';
import type { Scope } from '../../access/scope.ts';
import type { Language } from '../../http/problem.ts';
import { refusalWords } from '../../people/import-file.ts';
import { type ReviewedRow, reviewRows } from '../../people/import-queries.ts';
import { type Import, listRefused, type RefusedRow } from '../queries.ts';
import { refusalNote } from './notes.ts';

export const rowFilters = ['create', 'update', 'unchanged', 'refused'] as const;
type RowFilter = (typeof rowFilters)[number];

const value = z.unknown();
export const reviewedRow = z.object({
  index: z.int(),
  row: z.int().meta({ description: 'The row of the sheet, from 1' }),
  action: z.enum(rowFilters),
  number: z.string().nullable(),
  name: z.string().nullable(),
  changes: z
    .array(z.object({ field: z.string(), before: value, after: value }))
    .meta({ description: 'What would be written; of a phone number before only that there is one' }),
  reasons: z.array(z.string()).meta({ description: 'Why the row is not taken' }),
});

type Reviewed = ReviewedRow | RefusedRow;

/** Rows of a preview in the order of the sheet; those that say nothing acceptable beside those that the register refuses. */
export async function rowsToReview(
  db: Knex,
  scope: Scope,
  found: Import,
  { action, after, limit }: { action: RowFilter | undefined; after: number; limit: number },
): Promise<Reviewed[]> {
  const defaults = found.reading?.defaults ?? { kind: null, stationAreaId: null };
  const wanted = action === undefined ? [...rowFilters] : [action];
  const actions = wanted.flatMap((one) => (one === 'refused' ? refusalWords : [one]));
  const judged = await reviewRows(db, scope, found.id, defaults, { actions, after, limit });
  const unread = wanted.includes('refused') ? await listRefused(db, found.id, { after, limit }) : [];
  return [...judged, ...unread].sort((a, b) => a.index - b.index).slice(0, limit);
}

export function describeRow(row: Reviewed, language: Language): z.output<typeof reviewedRow> {
  const said = (notes: readonly { english: string; chinese: string }[]) =>
    notes.map((note) => (language === 'zh' ? note.chinese : note.english));
  if ('problems' in row)
    return {
      index: row.index,
      row: row.row,
      action: 'refused',
      number: null,
      name: row.cells
        .filter((cell) => cell !== null)
        .slice(0, 3)
        .join(' · '),
      changes: [],
      reasons: said(row.problems),
    };
  const { index, number, name, action, after, before } = row;
  const isTaken = action === 'create' || action === 'update' || action === 'unchanged';
  return {
    index,
    row: row.row,
    action: isTaken ? action : 'refused',
    number,
    name,
    changes: isTaken
      ? Object.entries(after ?? {}).map(([field, now]) => ({
          field,
          before: before?.[field] ?? null,
          after: now,
        }))
      : [],
    reasons: isTaken ? [] : said([refusalNote(action)]),
  };
}
