import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, type SourceImport, sourceFiles } from './support/source-imports.ts';

// main → app → routes → workflow → rules + store → db; `geo/` imports nobody.
const server = sourceFiles('server').flatMap(importsOf);
const web = sourceFiles('web').flatMap(importsOf);

/** Folders below server/ that are no features: what features stand on. */
const foundations = new Set(['access', 'database', 'geo', 'http']);
/** The demonstration is loaded through the features' own stores. */
const loaders = new Set(['demo']);

const folderOf = (path: string) => /^server\/([^/]+)\//.exec(path)?.[1];
const isRoutes = (path: string) => /^(.+-)?routes\.ts$/.test(basename(path));
const isStore = (path: string) => /^(.+-)?store\.ts$/.test(basename(path));
const isReading = (path: string) => /^(.+-)?queries\.ts$/.test(basename(path));

function said(violations: SourceImport[]): string[] {
  return violations.map(({ from, to, names }) => `${from} imports ${names.join(', ') || 'all'} from ${to}`);
}

function values(imports: SourceImport[]): SourceImport[] {
  return imports.filter((one) => !one.isTypeOnly);
}

test('nobody imports main, and only main imports the application', () => {
  const up = server.filter(
    ({ from, to }) => to === 'server/main.ts' || (to === 'server/app.ts' && from !== 'server/main.ts'),
  );
  expect(said(up)).toEqual([]);
});

test('only the application imports routes', () => {
  const up = values(server).filter(
    ({ from, to }) => to.startsWith('server/') && isRoutes(to) && from !== 'server/app.ts',
  );
  expect(said(up)).toEqual([]);
});

test('geometry imports nobody of the server', () => {
  const out = server.filter(
    ({ from, to }) =>
      folderOf(from) === 'geo' && (to.startsWith('server/') ? folderOf(to) !== 'geo' : to.startsWith('web/')),
  );
  expect(said(out)).toEqual([]);
});

test('geometry knows neither the database nor HTTP nor files', () => {
  const out = server.filter(
    ({ from, to }) => folderOf(from) === 'geo' && /^(knex|pg|express|node:(fs|http|net))/.test(to),
  );
  expect(said(out)).toEqual([]);
});

test('the database imports no feature', () => {
  const up = values(server).filter(
    ({ from, to }) =>
      folderOf(from) === 'database' && !['database', 'typescript', undefined].includes(folderOf(to)),
  );
  expect(said(up)).toEqual([]);
});

test('HTTP and access import no feature but the accounts that sign in', () => {
  const up = values(server).filter(({ from, to }) => {
    const target = folderOf(to);
    const isBelow = folderOf(from) === 'http' || folderOf(from) === 'access';
    return isBelow && target !== undefined && !foundations.has(target) && target !== 'accounts';
  });
  expect(said(up)).toEqual([]);
});

test('a feature writes its own tables only: it borrows locks of another store, nothing else', () => {
  const across = values(server).filter(({ from, to, names }) => {
    const [own, other] = [folderOf(from), folderOf(to)];
    const isForeign = other !== undefined && other !== own && isStore(to) && !loaders.has(own ?? '');
    return isForeign && !names.every((name) => name.startsWith('lock'));
  });
  expect(said(across)).toEqual([]);
});

test('stores and queries import neither routes nor Express', () => {
  const up = values(server).filter(
    ({ from, to }) => (isStore(from) || isReading(from)) && (isRoutes(to) || to === 'express'),
  );
  expect(said(up)).toEqual([]);
});

test('only stores, queries and the database hold SQL drivers', () => {
  const drivers = values(server).filter(
    ({ from, to }) => /^(pg|@electric-sql\/.*)$/.test(to) && folderOf(from) !== 'database',
  );
  expect(said(drivers)).toEqual([]);
});

test('no file imports itself through others', () => {
  expect(findCycle(values([...server, ...web]))).toEqual([]);
});

test('the server imports nothing of the page, the tests or the benchmarks', () => {
  expect(said(server.filter(({ to }) => /^(web|test|bench)\//.test(to)))).toEqual([]);
});

test('the page imports of the server types, and schema files that stand on zod alone', () => {
  const impure = values(web).filter(({ to }) => to.startsWith('server/') && !isPure(to));
  expect(said(impure)).toEqual([]);
});

function isPure(file: string): boolean {
  return values(importsOf(file)).every(({ to }) => to === 'zod' || (to.startsWith('server/') && isPure(to)));
}

/** Some ring of imports, or nothing. */
function findCycle(imports: SourceImport[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const finished = new Set<string>();
  const visit = (file: string, path: string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return [];
    for (const next of targets.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    finished.add(file);
    return [];
  };
  for (const file of targets.keys()) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
