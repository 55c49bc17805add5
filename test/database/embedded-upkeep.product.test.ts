import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Engine, openEngine } from '../../server/database/embedded-engine.ts';
import { takeUpkeepStep } from '../../server/database/embedded-upkeep.ts';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridwarden-test-'));
  engine = await openEngine(join(folder, 'database'));
  await engine.query('create extension postgis');
  for (const [name, x] of [
    ['east', 120],
    ['west', -120],
  ] as const) {
    await engine.query(`create table ${name} (id int, place geometry(Point, 4326))`);
    await engine.query(
      `insert into ${name} select n, st_setsrid(st_point(${x} + n / 1e4, n / 1e4), 4326) from generate_series(1, 1000) n`,
    );
  }
});

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const joined = () => engine.query('select from east join west on st_intersects(east.place, west.place)');

test('upkeep knows the sizes of tables, and places that lie apart can still be joined', async () => {
  await engine.query('analyze east');
  await engine.query('analyze west');
  // Once this no longer fails, geometry may have its statistics.
  await expect(joined()).rejects.toThrow('invalid function selectivity');
  for (let steps = 0; steps < 6; steps++) await takeUpkeepStep(engine);
  expect(await joined()).toEqual([]);
  await engine.query('insert into east select n, null from generate_series(1, 5000) n');
  // The engine counts changes within a second.
  await vi.waitUntil(
    async () => {
      await takeUpkeepStep(engine);
      const [east] = await engine.query(`select reltuples from pg_class where relname = 'east'`);
      return east?.['reltuples'] === 6000;
    },
    { timeout: 60_000, interval: 200 },
  );
  expect(await joined()).toEqual([]);
});
