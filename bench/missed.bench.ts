import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Knex } from 'knex';
import { everywhere, resolveScope } from '../server/access/scope.ts';
import { lookForAlerts } from '../server/alerts/look.ts';
import { countUnread, listAlerts } from '../server/alerts/queries.ts';
import { readConfig } from '../server/config.ts';
import { listGaps, rankGaps } from '../server/coverage/gap-list.ts';
import { gatherMissed } from '../server/missed/gather.ts';
import { listMissed } from '../server/missed/list.ts';
import { rowsOf } from '../server/missed/rows.ts';
import { missedSheetsOf } from '../server/missed/sheets.ts';
import { weeklySheetOf } from '../server/weekly/sums.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { makeDistrict, makeRules } from './obligations-district.ts';

const timeZone = 'Asia/Shanghai';
const cells = 20_000;
const rounds = 3;
const viewers = 100;
const mostExported = 5_000;
const now = Date.parse('2026-09-21T12:00:00Z');
const viewer = { scope: everywhere, planScope: everywhere, peopleScope: everywhere };
const asked = { planId: null, cellId: null, language: 'zh' as const, timeZone };
const question = { which: 'missed' as const, now, language: 'zh' as const, timeZone };

await withDatabase(async ({ db }) => {
  await makeDistrict(db, cells);
  await makeRules(db);
  await makeStations(db);
  const deps = { db, config: readConfig({ LOG_LEVEL: 'silent' }) };
  await measureList(db);
  await measureAlerts(db, deps);
  await measureWeek(db);
});

/** A station where each township is, each with an account of its chief. */
async function makeStations(db: Knex): Promise<void> {
  await db.raw(`insert into areas (kind, code, name, geometry, interior_point, area_square_metres)
    select 'station', 'S' || code, 'S' || name, geometry, interior_point, area_square_metres
    from areas where kind = 'township'`);
  await db.raw(`insert into accounts (username, display_name, password_hash, created_at)
    select 'chief' || n, 'chief', 'none', '2026-01-01' from generate_series(1, ${viewers}) n`);
  await db.raw(`insert into grants (account_id, role, area_id)
    select account.id, 'chief', station.id from (select id, row_number() over (order by id) as n from accounts) account
    join (select id, row_number() over (order by id) as n from areas where kind = 'station') station
      on station.n = 1 + account.n % 20`);
  await db('revisions').increment('revision', 1);
  await db.raw('analyze');
}

async function measureList(db: Knex): Promise<void> {
  const gaps = await medianOf(() => listGaps(db, viewer, { ...asked, at: now }, { limit: 200 }));
  const list = await medianOf(async () =>
    listMissed(await gatherMissed(db, viewer, question), { limit: 200 }),
  );
  const { total } = await listMissed(await gatherMissed(db, viewer, question), { limit: 1 });
  report({
    name: `evening list of ${cells} cells and ${total} gaps, by station, a page of 200 with who answers for each`,
    ...{ value: list, unit: 'ms', baseline: gaps, baselineOf: 'GET /api/gaps of the same instant and page' },
    atMost: 1.5,
  });
  const sheets = await medianOf(async () => missedSheetsOf(db, await gatherMissed(db, viewer, question)));
  report({
    name: 'the sheets of its 20 stations for the morning meeting',
    ...{ value: sheets, unit: 'ms', baseline: gaps, baselineOf: 'the same GET /api/gaps' },
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const startedAt = performance.now();
  let rows = 0;
  const missed = await gatherMissed(db, viewer, question);
  for await (const _row of rowsOf(missed)) if (++rows === mostExported) break;
  delay.disable();
  report({
    name: `export of ${rows} rows`,
    ...{
      value: performance.now() - startedAt,
      unit: 'ms',
      baseline: gaps,
      baselineOf: 'the same GET /api/gaps',
    },
  });
  console.log(`  others waited at most ${Math.round(delay.max / 1e6)} ms`);
}

async function measureAlerts(db: Knex, deps: Parameters<typeof lookForAlerts>[0]): Promise<void> {
  const evaluation = await medianOf(() => rankGaps(db, viewer, { ...asked, at: now }));
  const first = performance.now();
  await lookForAlerts(deps, now);
  console.log(`  first look, everything told: ${Math.round(performance.now() - first)} ms`);
  let round = 0;
  const again = await medianOf(() => lookForAlerts(deps, now + ++round * 1_800_000));
  report({
    name: 'look for alerts where next to nothing changed',
    ...{ value: again, unit: 'ms', baseline: evaluation, baselineOf: 'evaluating all gaps alone' },
    atMost: 2,
  });
  const readers = await readersOf(db);
  const reload = await medianOf(() =>
    Promise.all(
      readers.map(async (reader) => {
        await countUnread(db, reader, null);
        return listAlerts(db, reader, { heldSince: null, limit: 51, language: 'zh' });
      }),
    ),
  );
  report({
    name: `${viewers} viewers who reload their alerts at once, until the last has them`,
    ...{ value: reload, unit: 'ms', baseline: viewers * evaluation },
    ...{ baselineOf: 'an evaluation of all gaps for each', atMost: 0.1 },
  });
}

async function readersOf(db: Knex) {
  const rows: { account_id: number; area_id: number }[] = await db('grants').select('account_id', 'area_id');
  return rows.map(({ account_id, area_id }) => ({
    ...{ accountId: account_id, everywhere: false, grantedIds: [area_id], ownCells: [] },
  }));
}

async function measureWeek(db: Knex): Promise<void> {
  const station = await db('areas').where({ kind: 'station' }).first('id');
  const grants = [{ role: 'chief' as const, areaId: null }];
  const caller = { accountId: 1, username: '', displayName: '', personId: null, grants, tokenId: 1 };
  const scope = await resolveScope(db, caller, { roles: ['chief'] });
  const by = { scope, planScope: scope, commandScope: scope, peopleScope: scope };
  const week = await medianOf(() =>
    weeklySheetOf(db, by, { areaId: station.id, week: '2026-W38', now, timeZone }),
  );
  const gaps = await medianOf(() => rankGaps(db, viewer, { ...asked, at: now }));
  report({
    name: 'weekly sheet of one of the 20 stations: seven days, flows, patrols and decisions',
    ...{
      value: week,
      unit: 'ms',
      baseline: 8 * gaps,
      baselineOf: 'evaluating all gaps of the district 8 times',
    },
    atMost: 1,
  });
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const startedAt = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - startedAt);
  }
  return median(times);
}
