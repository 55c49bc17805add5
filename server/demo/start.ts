import { isLoopback } from '../config.ts';
import { UnusableDatabase } from '../database/open.ts';
import type { Deps } from '../deps.ts';
import { telling } from '../progress.ts';
import type { DemoAccount } from './accounts.ts';
import { loadDemonstration } from './load.ts';
import { discardDemonstration, findDemonstration, isUntouched } from './store.ts';

/**
 * Loads the demonstration where it is wanted and the database is untouched; one that was cut short is discarded and
 * begun again. Returns what to tell the operator: accounts with their passwords, once.
 */
export async function prepareDemonstration(
  deps: Deps,
  {
    embedded,
    wanted,
    load = () => loadDemonstration(deps, new Date(), telling),
  }: { embedded: boolean; wanted: boolean; load?: () => Promise<DemoAccount[]> },
): Promise<string[]> {
  const { db, config } = deps;
  const found = await findDemonstration(db);
  if (found?.finishedAt) {
    requireLoopback(config.host);
    return [
      'This is the demonstration; its accounts were shown with their passwords when it was loaded. For new ones start with an empty DATA_DIR.',
    ];
  }
  if (found) await discardUnfinished(deps, embedded);
  if (!wanted) return [];
  requireLoopback(config.host);
  if (!(await isUntouched(db))) return notLoaded(config.demo);
  const accounts = await load();
  // On a server autovacuum comes to it within minutes; the embedded database has an upkeep of its own.
  if (!embedded) await db.raw('analyze');
  return [
    'The demonstration is loaded: real names, invented borders, people and patrols. Its accounts, shown this once:',
    ...accounts.map(({ username, displayName, password }) => `  ${username}  ${password}  (${displayName})`),
    ...(config.adminPassword === null ? [] : ['User admin was created with the password in ADMIN_PASSWORD.']),
  ];
}

/** Nobody was served from an unfinished one, but on a shared server somebody else may be loading it. */
async function discardUnfinished({ db }: Deps, embedded: boolean): Promise<void> {
  if (!embedded)
    throw new UnusableDatabase(
      'The demonstration was begun in this database and is not finished: another process is loading it, or was stopped while it did. Wait for it, or start with an empty database.',
    );
  await telling('Discarding an unfinished demonstration', discardDemonstration(db));
}

/** Its accounts are for whoever sits at this machine. */
function requireLoopback(host: string): void {
  if (isLoopback(host)) return;
  throw new UnusableDatabase(
    `The demonstration is served on this machine only, and HOST is ${host}. Set HOST=127.0.0.1, or leave the demonstration with DEMO=0 and another DATA_DIR or DATABASE_URL.`,
  );
}

function notLoaded(asked: boolean | null): string[] {
  return asked ? ['DEMO=1 loads the demonstration into an empty database only; this one is in use.'] : [];
}
