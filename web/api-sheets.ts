import type { z } from 'zod';
import type { ImportPreview, ImportResult, UndoResult } from '../server/imports/import.ts';
import type { reviewedRow } from '../server/imports/people/review.ts';
import { address, get, post, type Query } from './http.ts';

export type PeoplePreview = ImportPreview;
export type PeopleOutcome = ImportResult;
export type PeopleUndo = UndoResult;
export type ReviewedRow = z.output<typeof reviewedRow>;
export type PastImport = {
  id: number;
  fileName: string;
  committedAt: string | null;
  undoneAt: string | null;
  result: { created: number; updated: number } | null;
};

/** The addresses of importing and exporting people. */
export const sheetsApi = {
  preview: (form: FormData) => post<PeoplePreview>('/api/imports', form),
  rows: (id: number, query: Query) =>
    get<{ rows: ReviewedRow[]; next: string | null }>(`/api/imports/${id}/rows`, query),
  commit: (id: number) => post<PeopleOutcome>(`/api/imports/${id}/commit`, {}),
  undo: (id: number) => post<PeopleUndo>(`/api/imports/${id}/undo`),
  past: () => get<{ imports: PastImport[] }>('/api/imports'),
  template: (lang: string) => address('/api/imports/template', { lang }),
  refused: (id: number, lang: string) => address(`/api/imports/${id}/refused`, { lang }),
  people: (query: Query) => address('/api/people/export', query),
};
