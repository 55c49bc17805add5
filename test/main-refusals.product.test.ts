import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fakePostgres } from './support/fake-postgres.ts';
import { startProduct } from './support/product.ts';

const recent = {
  version: 'PostgreSQL 15',
  server: '150018',
  name: '15.18',
  postgis: '3.3.2',
  btree_gist: '1.7',
};

async function saysAndEnds(variables: Record<string, string>): Promise<string> {
  const product = startProduct(variables);
  onTestFinished(() => void product.process.kill('SIGKILL'));
  expect(await product.ended).toBe(1);
  // On a busy machine it also says what it waits for.
  const lines = product.output().trim().split('\n');
  return lines.filter((line) => !line.includes('…')).join('\n');
}

async function saysOf(row: Record<string, string | null>): Promise<string> {
  const server = await fakePostgres(row);
  onTestFinished(server.stop);
  return saysAndEnds({ DATABASE_URL: server.url });
}

test('a database that is not there ends the start with one sentence', async () => {
  expect(await saysAndEnds({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).toBe(
    'The database cannot be reached: connect ECONNREFUSED 127.0.0.1:1',
  );
});

test('a PostgreSQL that is too old ends the start with one sentence', async () => {
  expect(await saysOf({ ...recent, server: '140011', name: '14.11' })).toBe(
    'PostgreSQL is 14.11; 15 or newer is needed.',
  );
});

test('a server without PostGIS ends the start with one sentence', async () => {
  expect(await saysOf({ ...recent, postgis: null })).toBe(
    'The PostGIS extension is not installed on the database server (on Debian: apt install postgresql-15-postgis-3).',
  );
});

test('a PostGIS that is too old ends the start with one sentence', async () => {
  expect(await saysOf({ ...recent, postgis: '3.2.5' })).toBe('PostGIS is 3.2.5; 3.3 or newer is needed.');
});

test('a wrong variable ends the start with its name and what was expected', async () => {
  const said = await saysAndEnds({ PORT: 'eighty', TIME_ZONE: 'Mars/Olympus' });
  expect(said).toContain('PORT');
  expect(said).toContain('TIME_ZONE: an IANA time zone such as Asia/Shanghai');
});

test('a data folder that cannot be made ends the start with one sentence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gridwarden-test-'));
  await writeFile(join(folder, 'file'), '');
  const said = await saysAndEnds({ DATA_DIR: join(folder, 'file') });
  expect(said.split('\n')).toHaveLength(1);
  expect(said).toContain(join(folder, 'file'));
});
