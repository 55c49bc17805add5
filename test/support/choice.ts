import { findServerPrograms } from './cluster.ts';

export type DatabaseChoice =
  | { kind: 'embedded'; reason: string }
  | { kind: 'server'; url: string }
  | { kind: 'cluster'; programs: string };

/** The best database for the tests: a real PostgreSQL with PostGIS where there is one, unless asked otherwise. */
export function chooseDatabase(): DatabaseChoice {
  if (process.env['TEST_DATABASE'] === 'embedded') return { kind: 'embedded', reason: 'as asked' };
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return { kind: 'server', url };
  const programs = findServerPrograms();
  return programs
    ? { kind: 'cluster', programs }
    : { kind: 'embedded', reason: 'for no PostgreSQL with PostGIS was found' };
}

export function usesEmbedded(): boolean {
  return chooseDatabase().kind === 'embedded';
}
