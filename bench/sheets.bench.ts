import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import pino from 'pino';
import { everywhere } from '../server/access/scope.ts';
import { readConfig } from '../server/config.ts';
import { type SheetFile, type SheetFormat, writeSheet } from '../server/exports/sheet-file.ts';
import { commitImport } from '../server/imports/commit.ts';
import { undoImport } from '../server/imports/people/undo.ts';
import { receiveImport } from '../server/imports/receive.ts';
import { openTable } from '../server/imports/tables/open-table.ts';
import { peopleSheet } from '../server/people/export-people.ts';
import { withDatabase } from './database.ts';
import { report } from './figure.ts';

/** As many as one city registers, and as many as a file may reasonably hold. */
const registered = 15_749;
const many = 100_000;
const names = ['编号', '姓名', '类别', '手机', '单位', '技能', '语言', '入队日期', '可用时间', '备注'];

const folder = await mkdtemp(join(tmpdir(), 'gridwarden-bench-'));
try {
  await withDatabase(async ({ db }) => {
    const accountId = await makeChief(db);
    for (const format of ['csv', 'xlsx'] as const) {
      await measureRegister(db, accountId, format);
      await measureReading(format);
    }
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measureRegister(db: Knex, accountId: number, format: SheetFormat): Promise<void> {
  const deps = { db, config: readConfig({}), log: pino({ level: 'silent' }) };
  const grants = [{ role: 'chief' as const, areaId: null }];
  const caller = { accountId, username: '', displayName: '', personId: null, grants, tokenId: 0 };
  const upload = { ...(await fileOf(registered, format)), fields: { kind: 'people' } };
  let id = 0;
  const inserting = await timed(() => insertDirectly(db, registered));
  const previewing = await timed(async () => {
    id = await receiveImport(db, caller, 'en', upload);
  });
  const what = `${registered} people from ${format}`;
  const request = { clean: true, toleranceMetres: 1 };
  const committing = await timed(() => commitImport(deps, caller, 'en', id, request));
  const exporting = await timed(async () => {
    const wanted = { filter: {}, withContact: true, language: 'zh' as const };
    for await (const _piece of writeSheet(format, peopleSheet(db, caller, everywhere, wanted)));
  });
  await db('looks').delete();
  const who = { caller, scope: everywhere, language: 'en' as const };
  const undoing = await timed(() => undoImport(db, who, deps.config.timeZone, id));
  const baseline = {
    unit: 'ms',
    baseline: inserting.ms,
    baselineOf: 'one insert of the same people from arrays',
  };
  report({ name: `preview of ${what}`, value: previewing.ms, ...baseline });
  report({ name: `commit of ${what}`, value: committing.ms, ...baseline });
  report({ name: `export of ${what}`, value: exporting.ms, ...baseline });
  report({ name: `undo of ${what}`, value: undoing.ms, ...baseline });
  const longest = Math.max(
    previewing.blockedMs,
    committing.blockedMs,
    exporting.blockedMs,
    undoing.blockedMs,
  );
  report({
    name: `longest time that other requests wait meanwhile, ${format}`,
    value: longest,
    unit: 'ms',
    baseline: 50,
    baselineOf: 'what is wanted',
    atMost: 1,
  });
}

async function measureReading(format: SheetFormat): Promise<void> {
  const upload = { ...(await fileOf(many, format)), fields: {} };
  let rows = 0;
  const before = process.memoryUsage().rss;
  let highest = before;
  const reading = await timed(async () => {
    const table = await openTable(upload, { encodingName: undefined, sheet: undefined });
    for await (const { cells } of table.rows()) {
      rows += Math.min(cells.length, 1);
      if (rows % 1_000 === 0) highest = Math.max(highest, process.memoryUsage().rss);
    }
  });
  if (rows !== many + 1) throw new Error(`${rows} rows were read.`);
  report({
    name: `reading ${many} rows from ${format}`,
    value: reading.ms,
    unit: 'ms',
    baseline: 60_000,
    baselineOf: 'a minute',
    atMost: 1,
  });
  report({
    name: `memory while reading ${many} rows from ${format}`,
    value: (highest - before) / 2 ** 20,
    unit: 'MB more',
    baseline: 150,
    baselineOf: 'what is wanted',
    atMost: 1,
  });
  report({
    name: `longest stretch of reading ${many} rows from ${format}`,
    value: reading.blockedMs,
    unit: 'ms',
    baseline: 50,
    baselineOf: 'what is wanted',
    atMost: 1,
  });
}

async function fileOf(people: number, format: SheetFormat) {
  const pieces: (string | Uint8Array)[] = [];
  const columns = names.map((name) => ({ name, widthCharacters: 12 }));
  const file: SheetFile = { title: 'people', columns, rows: rowsOf(people) };
  for await (const piece of writeSheet(format, file)) pieces.push(piece);
  const path = join(folder, `${people}.${format}`);
  await writeFile(path, Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
  return { path, folder, fileName: `people.${format}` };
}

async function* rowsOf(people: number) {
  for (let i = 0; i < people; i++)
    yield [
      `YJ-${String(i).padStart(6, '0')}`,
      `张三${i}`,
      ['民警', '辅警', '义警', '网格员'][i % 4] ?? '',
      `138${String(i).padStart(8, '0')}`,
      `钢铁大街社区${i % 300}`,
      i % 5 === 0 ? '急救、法律咨询' : null,
      i % 3 === 0 ? '蒙古语、汉语' : '汉语',
      ['2024-03-01', '2024/3/1', '2024年3月1日', '20240301'][i % 4] ?? '',
      i % 7 === 0 ? '周末 08:00-18:00' : null,
      `备注${i}`,
    ];
}

async function insertDirectly(db: Knex, people: number): Promise<void> {
  const numbers = Array.from({ length: people }, (_, i) => `D-${i}`);
  await db.raw(
    `insert into people (number, name, kind, phone, organisation)
     select number, number, 'volunteer', number, number from unnest(cast(:numbers as text[])) number`,
    { numbers },
  );
  await db('people').where('number', 'like', 'D-%').delete();
}

async function makeChief(db: Knex): Promise<number> {
  const [account] = await db('accounts')
    .insert({ username: 'bench', display_name: 'bench', password_hash: 'none' })
    .returning('id');
  return account.id;
}

/**
 * How long a piece of work takes, and for how long at most nothing else got its turn: of each stretch between two turns
 * the time that this process computed, for on a busy machine it also waits.
 */
async function timed(work: () => Promise<unknown>): Promise<{ ms: number; blockedMs: number }> {
  let blockedMs = 0;
  let turn = { at: performance.now(), cpu: process.cpuUsage() };
  const turns = setInterval(() => {
    const { user, system } = process.cpuUsage(turn.cpu);
    const at = performance.now();
    blockedMs = Math.max(blockedMs, Math.min(at - turn.at, (user + system) / 1_000));
    turn = { at, cpu: process.cpuUsage() };
  }, 1);
  const start = performance.now();
  await work();
  clearInterval(turns);
  return { ms: performance.now() - start, blockedMs };
}
