import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { ImportDefaults } from './import-file.ts';
import { holdersOf, type KeptPerson, keptOnUndo } from './import-queries.ts';
import {
  forgetImportChanges,
  holdImported,
  noteEnded,
  removeEntered,
  restoreChanged,
  type Written,
  writeImport,
} from './import-store.ts';
import { endWithLeaving } from './register.ts';
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

/** Undoes what an import did to people, as far as nobody used or changed it since; `kept` is the rest, the first so many. */
export async function undoTakeOver(
  trx: Knex,
  scope: Scope,
  timeZone: string,
  importId: number,
  limit: number,
): Promise<{ removed: number; restored: number; kept: KeptPerson[] }> {
  await holdImported(trx, importId);
  const kept = await keptOnUndo(trx, scope, timeZone, importId, limit);
  const restored = await restoreChanged(trx, scope, timeZone, importId);
  return { removed: await removeEntered(trx, scope, timeZone, importId), restored, kept };
}

/** Forgets what imports did to people so many days ago. */
export async function forgetTakenOver(db: Knex, days: number): Promise<void> {
  await forgetImportChanges(db, days);
}
