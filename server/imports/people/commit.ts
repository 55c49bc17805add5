import type { Knex } from 'knex';
import { takeOverPeople } from '../../people/take-over.ts';
import type { ImportResult } from '../import.ts';
import { countRefused, type Import, listRefused } from '../queries.ts';
import { refuseRows } from '../store.ts';
import type { Who } from '../who.ts';
import { refusalNote } from './notes.ts';
import { giveNumbers } from './numbers.ts';

/** How many rows that were not taken the answer lists; the file of them has all. */
const listedAtMost = 10_000;

/**
 * Takes the good rows of a previewed import into the register, judged against the register as it is now; the others stay
 * with their reasons. Whoever leaves by it ends what they are engaged in.
 */
export async function commitPeople(
  trx: Knex,
  { scope, language }: Who,
  timeZone: string,
  found: Import,
): Promise<ImportResult> {
  const defaults = found.reading?.defaults ?? { kind: null, stationAreaId: null };
  await giveNumbers(trx, timeZone, found.id, defaults);
  const written = await takeOverPeople(trx, scope, timeZone, found.id, defaults);
  const notTaken = written.refused.map(({ index, reason }) => ({ index, note: refusalNote(reason) }));
  await refuseRows(trx, found.id, notTaken);
  const skipped = await listRefused(trx, found.id, { after: -1, limit: listedAtMost });
  return {
    created: written.created,
    updated: written.updated,
    unchanged: written.unchanged,
    skipped: skipped.map(({ index, row, problems }) => ({
      index,
      row,
      reason: problems.map((note) => (language === 'zh' ? note.chinese : note.english)).join(' '),
    })),
    skippedCount: await countRefused(trx, found.id),
    repaired: [],
  };
}
