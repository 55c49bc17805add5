import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { recordLook } from '../accounts/record-look.ts';
import type { SheetFile } from '../exports/sheet-file.ts';
import type { Language } from '../http/problem.ts';
import { entriesText } from './entries-text.ts';
import { type SheetRow, sheetRows } from './export-queries.ts';
import { hoursText } from './hours-text.ts';
import { listPeople, type PeopleFilter } from './queries.ts';
import { columnsOf, kindWords, type SheetField } from './sheet-columns.ts';

const pageRows = 500;

const fields: readonly SheetField[] = [
  ...([
    'number',
    'name',
    'kind',
    'phone',
    'station',
    'organisation',
    'occupation',
    'skills',
    'languages',
  ] as const),
  ...(['home', 'availability', 'joinedOn', 'leftOn', 'certificate', 'certificateSkill'] as const),
  ...([
    'certificateNumber',
    'certificateIssuedOn',
    'certificateExpiresOn',
    'otherCertificates',
    'trainings',
  ] as const),
];

type Wanted = { filter: PeopleFilter; withContact: boolean; language: Language };

/**
 * The people whom a filter finds, in columns that an import takes again: further certificates and the trainings as
 * lists in one cell each. With contact details each person's is recorded as looked at before it is written.
 */
export function peopleSheet(db: Knex, caller: Caller, scope: Scope, wanted: Wanted): SheetFile {
  const shown = fields.filter((field) => field !== 'phone' || wanted.withContact);
  return {
    title: wanted.language === 'zh' ? '人员' : 'people',
    columns: columnsOf(shown, wanted.language),
    rows: rowsOf(db, caller, scope, wanted, shown),
  };
}

async function* rowsOf(
  db: Knex,
  caller: Caller,
  scope: Scope,
  { filter, withContact, language }: Wanted,
  shown: readonly SheetField[],
): AsyncGenerator<(string | null)[]> {
  for (let after: string | undefined; ; ) {
    const page = await listPeople(db, scope, filter, { after, limit: pageRows });
    const ids = page.map(({ id }) => id);
    if (withContact) await lookAt(db, caller, ids);
    for (const row of await sheetRows(db, scope, ids))
      yield shown.map((field) => cellOf(row, field, language));
    const last = page.at(-1);
    if (!last || page.length < pageRows) return;
    after = last.number;
  }
}

async function lookAt(db: Knex, caller: Caller, personIds: readonly number[]): Promise<void> {
  await recordLook(db, caller, {
    what: 'contact',
    period: { from: null, to: null },
    personIds,
    deviceIds: [],
  });
}

function cellOf(row: SheetRow, field: SheetField, language: Language): string | null {
  if (field === 'kind') return kindWords[row.kind]?.[language] ?? row.kind;
  if (field === 'availability') return row.availability && hoursText(row.availability);
  if (field === 'otherCertificates' || field === 'trainings') return entriesText(row[field]) || null;
  if (field === 'skills' || field === 'languages') return row[field].join('、');
  return row[field];
}
