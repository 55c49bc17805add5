import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Engagement } from './engagement-store.ts';
import type { ImportDefaults } from './import-file.ts';
import { holdersOf, type KeptPerson, keptOnUndo, stayingOnUndo } from './import-queries.ts';
import {
  forgetImportChanges,
  holdImported,
  noteEnded,
  undoWritten,
  type Written,
  writeImport,
} from './import-store.ts';
import { endWithLeaving } from './register.ts';
import { resume } from './resume.ts';
import { lockPeople } from './store.ts';

/** Takes the good rows of an import into the register. Whoever leaves by it ends what they are engaged in. */
export async function takeOverPeople(
  trx: Knex,
  scope: Scope,
  timeZone: string,
  importId: number,
  defaults: ImportDefaults,
): Promise<Written> {
  await lockPeople(trx, await holdersOf(trx, importId));
  const written = await writeImport(trx, scope, importId, defaults);
  await noteEnded(trx, importId, await endWithLeaving(trx, timeZone, written.left));
  return written;
}

/**
 * Undoes what an import did to people, as far as nobody used or changed it since: whoever left by it stays, with what
 * that ended. `kept` is the rest, the first so many.
 */
export async function undoTakeOver(
  trx: Knex,
  scope: Scope,
  timeZone: string,
  importId: number,
  limit: number,
): Promise<{ removed: number; restored: number; kept: KeptPerson[] }> {
  await holdImported(trx, importId);
  const kept = await keptOnUndo(trx, scope, timeZone, importId, limit);
  const staying = await stayingOnUndo(trx, scope, timeZone, importId);
  const undone = await undoWritten(trx, scope, timeZone, importId);
  const ended = await resume(trx, timeZone, staying);
  return { ...undone, kept: withEnded(kept, staying, ended).slice(0, limit) };
}

/** Those whom undoing leaves partly as they are, with those of whom something ended that cannot go on. */
function withEnded(
  kept: readonly KeptPerson[],
  staying: readonly { personId: number; row: number }[],
  ended: ReadonlyMap<number, Engagement[]>,
): KeptPerson[] {
  const known = new Set(kept.map(({ personId }) => personId));
  const others = staying
    .filter(({ personId }) => ended.has(personId) && !known.has(personId))
    .map(({ personId, row }): KeptPerson => {
      return { personId, row, outcome: 'restore', kept: [], uses: [], ended: [], isEngaged: false };
    });
  return [...kept, ...others]
    .map((one) => ({ ...one, ended: ended.get(one.personId) ?? [] }))
    .sort((a, b) => a.row - b.row);
}

/** Forgets what imports did to people so many days ago. */
export async function forgetTakenOver(db: Knex, days: number): Promise<void> {
  await forgetImportChanges(db, days);
}
