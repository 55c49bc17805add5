import type { Knex } from 'knex';
import { coversStation, type Scope } from '../../access/scope.ts';
import { InvalidInput } from '../../http/problem.ts';
import type { Upload } from '../../http/upload.ts';
import { type ImportDefaults, type RefusalWord, refusalWords } from '../../people/import-file.ts';
import { countActions, placesOf, reviewRows } from '../../people/import-queries.ts';
import type { PeopleFields } from '../fields.ts';
import type { Reading } from '../import.ts';
import { analyzeFeatures, deleteImport, finishPreview, insertImport, type StoredProblem } from '../store.ts';
import { openTable } from '../tables/open-table.ts';
import type { Table } from '../tables/table.ts';
import type { Who } from '../who.ts';
import { notes, refusals } from './notes.ts';
import { type RowsRead, readRows } from './read-rows.ts';

/** How many rows that the register refuses are told one by one. */
const toldAtMost = 1_000;

/**
 * Reads a spreadsheet of people into a preview that waits for its commit; returns its id. Nothing of the register
 * changes, and nothing is left where the file is refused.
 */
export async function previewPeople(
  db: Knex,
  { caller, scope }: Who,
  upload: Upload,
  fields: PeopleFields,
): Promise<number> {
  const defaults = {
    kind: fields.personKind ?? null,
    stationAreaId: await defaultStation(db, scope, fields),
  };
  const table = await openTable(upload, { encodingName: fields.encoding, sheet: fields.layer });
  const id = await insertImport(db, {
    kind: 'people',
    planId: null,
    areaId: fields.areaId ?? null,
    accountId: caller.accountId,
    fileName: upload.fileName,
    sourceName: upload.fileName,
    format: table.format,
    encoding: table.encoding,
  });
  try {
    const clearsBlanks = fields.blanks === 'clear';
    const givesNumbers = fields.numbers === 'give';
    const read = await readRows(db, scope, id, table, {
      mapping: fields.mapping,
      clearsBlanks,
      givesNumbers,
    });
    await analyzeFeatures(db);
    await finishPreview(db, id, await describe(db, scope, id, { table, read, defaults, clearsBlanks }));
    return id;
  } catch (error) {
    await deleteImport(db, id);
    throw error;
  }
}

/** The station that was chosen, else, for a chief of one station, that. */
async function defaultStation(db: Knex, scope: Scope, { areaId }: PeopleFields): Promise<number | null> {
  const stations = (await placesOf(db, scope)).filter(({ kind }) => kind === 'station');
  if (areaId === undefined) {
    const [only] = stations;
    return only && stations.length === 1 && !scope.includesDistrict ? only.id : null;
  }
  if (coversStation(scope, areaId) && stations.some(({ id }) => id === areaId)) return areaId;
  throw new InvalidInput(
    'station-not-found',
    `There is no station ${areaId} within your area.`,
    `您的辖区内没有派出所 ${areaId}。`,
    [{ path: 'areaId', reason: 'no station of yours' }],
  );
}

type Found = {
  table: Table;
  read: RowsRead;
  defaults: ImportDefaults & { kind: Reading['defaults']['kind'] };
  clearsBlanks: boolean;
};

const isRefusal = (action: string): action is RefusalWord => action in refusals;

async function describe(db: Knex, scope: Scope, id: number, { table, read, defaults, clearsBlanks }: Found) {
  const counts = await countActions(db, scope, id, defaults);
  const countOf = (action: string) => counts.find((one) => one.action === action)?.count ?? 0;
  const taken = countOf('create') + countOf('update') + countOf('unchanged');
  const page = { actions: refusalWords, after: -1, limit: toldAtMost };
  const refused = await reviewRows(db, scope, id, defaults, page);
  const others = table.sheets.filter((name) => name !== table.sheet);
  const general = [
    ...(table.sheet !== null && others.length > 0 ? [notes.otherSheets(table.sheet, others)] : []),
    ...table.notes,
  ].map((note): StoredProblem => ({ index: null, severity: 'warning', ...note }));
  const byRegister = refused.flatMap(({ index, row, action }) =>
    isRefusal(action) ? [{ index, row, ...refusals[action] }] : [],
  );
  const registerRefused = counts.reduce((sum, { count }) => sum + count, 0) - taken;
  return {
    features: read.rows,
    format: table.format,
    datum: '',
    bounds: null,
    fields: read.fields,
    mapping: read.mapping,
    problems: [...general, ...read.problems, ...byRegister].sort((a, b) => (a.index ?? -1) - (b.index ?? -1)),
    problemCount: general.length + read.problemCount + registerRefused,
    reading: {
      sheet: table.sheet,
      sheets: table.sheets,
      headerRows: read.header.rows,
      defaults,
      blanks: clearsBlanks ? ('clear' as const) : ('keep' as const),
      counts: {
        create: countOf('create'),
        update: countOf('update'),
        unchanged: countOf('unchanged'),
        refused: read.rows - taken,
      },
    },
  };
}
