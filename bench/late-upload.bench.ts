import type { Knex } from 'knex';
import pino from 'pino';
import { everywhere } from '../server/access/scope.ts';
import { readConfig } from '../server/config.ts';
import { countDays } from '../server/coverage/days.ts';
import { listGaps } from '../server/coverage/gap-list.ts';
import { coverageOf } from '../server/coverage/report.ts';
import { seededRandom } from '../server/demo/random.ts';
import type { Deps } from '../server/deps.ts';
import { measuring } from '../server/measures/background.ts';
import { gatherMissed } from '../server/missed/gather.ts';
import { listMissed } from '../server/missed/list.ts';
import { sweepAll } from '../server/sweeps/background.ts';
import { ingest } from '../server/tracks/ingest.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { makeDistrict, outing, patrol } from './patrolled-district.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const firstDay = Date.UTC(2026, 4, 1);
const days = 30;
const devices = 200;
const cellsAcross = 168; // 28,224 cells
const fixes = Number(process.env['BENCH_FIXES'] ?? 1_000_000);
const timeZone = 'Asia/Shanghai';
const now = firstDay + days * dayMs;
const viewer = { scope: everywhere, planScope: everywhere, peopleScope: everywhere };
const rounds = 5;

/** What is asked again after a late upload; each as a page or a list asks for it. */
const figures = {
  'coverage of the month with what was swept': (db: Knex) =>
    coverageOf(db, viewer, { planId: null, period: [firstDay, now], now, timeZone }),
  'gaps now': (db: Knex) =>
    listGaps(db, viewer, { planId: null, cellId: null, at: now, language: 'zh', timeZone }, { limit: 200 }),
  'missed list of the day': async (db: Knex) =>
    listMissed(
      await gatherMissed(db, viewer, {
        ...{ which: 'missed' as const, day: '2026-05-20', now, language: 'zh' as const, timeZone },
      }),
      { limit: 200 },
    ),
  'obligations a day over the week': (db: Knex) =>
    countDays(db, viewer, { planId: null, period: [now - 7 * dayMs, now], now, timeZone }),
} as const;

await withDatabase(async ({ db }) => {
  const deps: Deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };
  await makeDistrict(db, { cellsAcross, devices, firstDay, days, fixes });
  await db.raw(
    `insert into rules (name, kind, selects, requires, period) values
       ('swept', 'patrol', '{"cellUsage":"residential"}', '{"measure":"sweep","share":0.5,"widthMetres":50,"days":7}',
         tstzrange('2020-01-01', null)),
       ('points', 'patrol', '{}', '{"measure":"points","share":0.9,"days":30}', tstzrange('2020-01-01', null))`,
  );
  await makePoints(db);
  await patrol(deps, { cellsAcross, devices, firstDay, days, fixes });
  await db.raw('vacuum analyze');
  // What the background does before anybody looks.
  console.log(`  sweeps, set up: ${Math.round(await timed(() => sweepAll(db, timeZone)))} ms`);
  console.log(`  points, set up: ${Math.round(await timed(() => measuring.run(deps)))} ms`);
  await db.raw('vacuum analyze');
  for (const [name, ask] of Object.entries(figures))
    console.log(`  ${name}, first: ${Math.round(await timed(() => ask(db)))} ms`);
  const times: Record<string, number[]> = {};
  const add = (name: string, ms: number) => {
    times[name] = [...(times[name] ?? []), ms];
  };
  for (let round = 0; round < rounds; round++) {
    let all = await timed(() => upload(deps, round));
    add('upload', all);
    for (const [name, ask] of Object.entries(figures)) {
      const before = process.cpuUsage();
      const ms = await timed(() => ask(db));
      const { user, system } = process.cpuUsage(before);
      all += ms;
      add(name, ms);
      add(`${name}, processor time of the process`, (user + system) / 1000);
    }
    add('all', all);
  }
  for (const [name, of] of Object.entries(times)) console.log(`  ${name}: ${Math.round(median(of))} ms`);
  report({
    name: 'a late upload of 1,000 fixes into last month, until every figure is right again, one after the other',
    value: median(times['all'] ?? []),
    unit: 'ms',
    baseline: 1_000,
    baselineOf: 'the limit',
    atMost: 1,
  });
});

/** A point in every twentieth cell. */
async function makePoints(db: Knex): Promise<void> {
  await db.raw(
    `with made as (insert into points (label) select 'P' || id from cells where id % 20 = 0 order by id returning id, label)
     insert into point_versions (point_id, kind, weight, is_key, radius_metres, position, period)
     select made.id, 'household', 1, false, 100, interior_point, tstzrange('2020-01-01', null)
     from made join cells on made.label = 'P' || cells.id`,
  );
  await db('revisions').where({ name: 'points' }).increment('revision', 1);
}

async function upload(deps: Deps, round: number): Promise<void> {
  // Everybody is on duty for eight hours from then: of what is off duty nothing would be kept.
  const at = firstDay + (12 + round) * dayMs - hourMs;
  const late = outing(seededRandom(900 + round), cellsAcross, 1 + round, at, 1_000);
  await ingest(deps, {
    deviceId: 1 + round,
    protocol: 'bench',
    isLive: false,
    receivedAt: now,
    decoded: { fixes: late, refused: [] },
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
