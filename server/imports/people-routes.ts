import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { sendSheet } from '../exports/send-sheet.ts';
import { sheetFormats } from '../exports/sheet-file.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { NotFound } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { importResult, undoResult } from './import.ts';
import { refusedSheet, templateSheet } from './people/refused-sheet.ts';
import { describeRow, reviewedRow, rowFilters, rowsToReview } from './people/review.ts';
import { undoImport } from './people/undo.ts';
import { getImport, type Import, listPeopleImports } from './queries.ts';

const access = { roles: ['chief'] } as const;
const params = z.object({ id: idParam });
const file = {
  f: z.enum(sheetFormats).default('xlsx'),
  lang: z.enum(['zh', 'en']).optional(),
};
const pastImport = z.object({
  id: z.int(),
  fileName: z.string(),
  committedAt: z.iso.datetime().nullable(),
  undoneAt: z.iso.datetime().nullable(),
  result: importResult.omit({ skipped: true }).nullable(),
});

/** What only imports of people have: rows to review, rows not taken as a file, the undo, and a template. */
export function peopleImportRoutes({ db, config: { timeZone } }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/imports',
      summary: "The caller's imports of people, latest first",
      access,
      response: z.object({ imports: z.array(pastImport) }),
      handle: async (call) => ({ imports: await listPeopleImports(db, callerOf(call).accountId, 50) }),
    }),
    route({
      method: 'get',
      path: '/api/imports/template',
      summary: 'A spreadsheet with the columns that an import of people recognises',
      access,
      query: z.strictObject(file),
      handle: ({ query: { f, lang }, language, response }) =>
        sendSheet(response, f, templateSheet(lang ?? language)),
    }),
    route({
      method: 'get',
      path: '/api/imports/:id/rows',
      summary: 'What would become of each row of a previewed spreadsheet of people',
      access,
      params,
      query: z.strictObject({ action: z.enum(rowFilters).optional(), ...pageQuery }),
      response: z.object({ rows: z.array(reviewedRow), next: z.string().nullable() }),
      handle: async (call) => {
        const { limit, cursor, action } = call.query;
        const [after = -1] = decodeCursor(z.tuple([z.int()]), cursor) ?? [];
        const found = await getPeopleImport(db, callerOf(call), call.params.id);
        const rows = await rowsToReview(db, call.scope, found, { action, after, limit: limit + 1 });
        const { page, next } = cutPage(rows, limit, ({ index }) => [index]);
        return { rows: page.map((row) => describeRow(row, call.language)), next };
      },
    }),
    route({
      method: 'get',
      path: '/api/imports/:id/refused',
      summary: 'The rows that cannot be or were not taken, with the reasons, as a spreadsheet',
      access,
      params,
      query: z.strictObject(file),
      handle: async (call) => {
        const { f, lang = call.language } = call.query;
        const found = await getPeopleImport(db, callerOf(call), call.params.id);
        await sendSheet(call.response, f, refusedSheet(db, found, lang));
      },
    }),
    route({
      method: 'post',
      path: '/api/imports/:id/undo',
      summary: 'Undo an import of people; says what cannot be undone and why',
      access,
      params,
      response: undoResult,
      handle: ({ params: { id }, ...call }) =>
        undoImport(db, { caller: callerOf(call), scope: call.scope, language: call.language }, timeZone, id),
    }),
  ];
}

async function getPeopleImport(db: Deps['db'], caller: Caller, id: number): Promise<Import> {
  const found = await getImport(db, caller, id);
  if (found.kind === 'people') return found;
  throw new NotFound(
    'import-not-found',
    `The import ${id} is not one of people.`,
    `导入 ${id} 不是人员导入。`,
  );
}
