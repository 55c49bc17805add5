import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Knex } from 'knex';
import pino from 'pino';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { createAdministrator } from '../server/accounts/administrator.ts';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { findChromium } from '../test/support/chromium.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';

const cellsAcross = 142; // 20,164 cells
const rounds = 7;
const days = 30;
const visitsADay = 5_000;
const account = { username: 'bench', password: 'a password of the bench' };

/** The desk over a made plan of 20,000 cells on PostgreSQL, in headless Chromium without a graphics card. */
await withDatabase(async ({ db }) => {
  const deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };
  await createAdministrator({ db }, account.username, account.password);
  await makeDistrict(db);
  const server = createServer(createApp(deps));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--disable-background-networking'],
  });
  try {
    await measure(browser, urlOf(server));
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
});

function urlOf(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

type Rounds = { opened: number[]; framed: number[]; recoloured: number[]; asked: number[] };

async function measure(browser: Browser, url: string): Promise<void> {
  const times: Rounds = { opened: [], framed: [], recoloured: [], asked: [] };
  const [daysCold, daysWarm] = await measureDays(browser, url);
  for (let round = 0; round <= rounds; round++) {
    const context = await signedIn(browser, url);
    const page = await context.newPage();
    // The desk is open, and its days were counted before: a first count competes with the map for the same cores.
    const opened = await timed(page, url, '[data-cells=drawn][data-map=idle]');
    await page.locator('[data-days=ready]').waitFor();
    const recoloured = [await recolour(page), await recolour(page), await recolour(page)];
    const asked = await askAlone(context, url, round);
    await context.clearCookies();
    const framed = await timed(page, url, 'input[type=password]');
    await context.close();
    if (round === 0) continue; // warm-up
    times.opened.push(opened);
    times.framed.push(framed);
    times.recoloured.push(median(recoloured));
    times.asked.push(asked);
  }
  tell(times, daysCold, daysWarm);
}

function tell({ opened, framed, recoloured, asked }: Rounds, daysCold: number, daysWarm: number): void {
  console.log(
    `  opened: ${opened.map(Math.round).join(' ')} ms; recoloured: ${recoloured.map(Math.round).join(' ')} ms`,
  );
  console.log(
    `  wanted under 3,000 and 700 ms: ${median(opened) < 3_000 && median(recoloured) < 700 ? 'reached' : 'MISSED'}`,
  );
  const cells = cellsAcross ** 2;
  report({
    name: `the desk over ${cells} cells, from navigation to the coloured map`,
    value: median(opened),
    unit: 'ms',
    baseline: median(framed),
    baselineOf: 'its sign-in page',
    atMost: 3_000 / median(framed),
  });
  report({
    name: 'change of period to the map recoloured',
    value: median(recoloured),
    unit: 'ms',
    baseline: median(asked),
    baselineOf: 'the coverage request alone',
    atMost: 700 / median(asked),
  });
  report({
    name: 'four weeks counted day by day, the first time',
    value: daysCold,
    unit: 'ms',
    baseline: daysWarm,
    baselineOf: 'asked again while nothing has changed',
  });
}

async function signedIn(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const answer = await context.request.post(`${url}/api/session`, { data: account });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}.`);
  return context;
}

async function timed(page: Page, url: string, selector: string): Promise<number> {
  const startedAt = performance.now();
  await page.goto(url);
  await page.locator(selector).first().waitFor({ state: 'attached', timeout: 60_000 });
  return performance.now() - startedAt;
}

/** Moves an end of the brush by a day, with a key, until what the map shows is drawn; in the page's own time. */
async function recolour(page: Page): Promise<number> {
  await page.getByRole('slider', { name: '时段第一天' }).focus();
  const drawn = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const map = document.querySelector<HTMLElement>('[data-cells]');
        let pressedAt = 0;
        let isBusy = false;
        document.addEventListener('keydown', () => (pressedAt = performance.now()), {
          once: true,
          capture: true,
        });
        const watcher = new MutationObserver(() => {
          isBusy ||= map?.dataset['cells'] === 'busy';
          if (!isBusy || map?.dataset['cells'] !== 'drawn') return;
          watcher.disconnect();
          resolve(performance.now() - pressedAt);
        });
        if (map) watcher.observe(map, { attributes: true });
      }),
  );
  await page.keyboard.press('ArrowLeft');
  return drawn;
}

/** A period that nobody asked about before. */
async function askAlone(context: BrowserContext, url: string, round: number): Promise<number> {
  const dayMs = 86_400_000;
  const end = Math.floor(Date.now() / dayMs) * dayMs - round * 3_600_000;
  const period = `from=${new Date(end - 8 * dayMs).toISOString()}&to=${new Date(end).toISOString()}`;
  const startedAt = performance.now();
  const answer = await context.request.get(`${url}/api/coverage?plan=1&${period}`);
  await answer.body();
  return performance.now() - startedAt;
}

async function measureDays(browser: Browser, url: string): Promise<[cold: number, warm: number]> {
  const context = await signedIn(browser, url);
  const dayMs = 86_400_000;
  const day = (ago: number) => new Date(Date.now() - ago * dayMs).toISOString().slice(0, 10);
  const ask = async () => {
    const startedAt = performance.now();
    const answer = await context.request.get(`${url}/api/coverage/days?plan=1&from=${day(28)}&to=${day(0)}`);
    if (!answer.ok()) throw new Error(`Counting days answered ${answer.status()}.`);
    return performance.now() - startedAt;
  };
  const cold = await ask();
  const warm = median([await ask(), await ask(), await ask()]);
  await context.close();
  return [cold, warm];
}

/** A plan in force since long ago over twenty stations, rules of each kind, and visits of the last thirty days. */
async function makeDistrict(db: Knex): Promise<void> {
  const degrees = 0.006;
  const [west, south] = [118, 48];
  const side = cellsAcross * degrees;
  await db.raw(
    `insert into areas (kind, code, name, geometry, interior_point, area_square_metres)
     select case when n = 0 then 'district' else 'station' end, 'S' || n, 'station ' || n, st_multi(box), st_centroid(box),
       st_area(box::geography)
     from (select n, case when n = 0 then st_makeenvelope(${west}, ${south}, ${west + side}, ${south + side}, 4326)
       else st_makeenvelope(${west} + (n - 1) % 5 * ${side / 5}, ${south} + (n - 1) / 5 * ${side / 4},
         ${west} + ((n - 1) % 5 + 1) * ${side / 5}, ${south} + ((n - 1) / 5 + 1) * ${side / 4}, 4326) end as box
       from generate_series(0, 20) n) made`,
  );
  await db.raw(`insert into plans (name, layer, status, scope_area_id, in_force, published_at)
    values ('bench', 'community', 'published', 1, tstzrange('2020-01-01', null), now())`);
  await db.raw(
    `with squares as (
       select st_makeenvelope(${west} + x * ${degrees}, ${south} + y * ${degrees}, ${west} + (x + 1) * ${degrees},
         ${south} + (y + 1) * ${degrees}, 4326) as square
       from generate_series(0, ${cellsAcross - 1}) x, generate_series(0, ${cellsAcross - 1}) y
     ), made as (
       insert into cells (outline_key, geometry, interior_point, area_square_metres)
       select sha256(st_asbinary(square)), square, st_centroid(square), st_area(square::geography) from squares
       returning id
     ) insert into plan_cells (plan_id, cell_id, code, name, usage)
       select 1, id, '150724001001' || lpad(id::text, 6, '0'), '第' || id || '网格',
         case when id % 10 = 0 then 'school' else 'residential' end from made`,
  );
  await db.raw(`update revisions set revision = revision + 1 where name in ('areas', 'cells', 'staff')`);
  await db.raw(`insert into people (number, name, kind)
    select n, 'bench', case when n % 10 = 0 then 'officer' else 'volunteer' end from generate_series(1, 2000) n`);
  await db.raw(`insert into assignments (person_id, cell_id, role, period)
    select person.id, cell.id, person.kind, tstzrange('2026-01-01', null)
    from cells cell join people person on person.id = 1 + cell.id % 2000 where cell.id % 25 <> 0`);
  await db.raw(
    `insert into rules (name, kind, selects, requires, period) values
       ('homes', 'patrol', '{"cellUsage":"residential"}', '{"measure":"revisit","everyHours":168}', tstzrange('2026-01-01', null)),
       ('schools', 'patrol', '{"cellUsage":"school"}', '{"measure":"visits","atLeast":2,"per":"week"}', tstzrange('2026-01-01', null))`,
  );
  await db.raw(`insert into devices (name) select 'bench' from generate_series(1, 200)`);
  await db.raw(
    `insert into visits (device_id, cell_id, entered_at, left_at, person_id, metres, bridged_seconds, cells_revision)
     select 1 + n % 200, 1 + (n * 7919 + day * 104729) % ${cellsAcross ** 2}, entered, entered + interval '6 minutes',
       1 + n % 200, 400, 0, 1
     from generate_series(0, ${days - 1}) day, generate_series(1, ${visitsADay}) n,
       lateral (select date_trunc('day', now()) - make_interval(days => day) + make_interval(secs => n * 17) as entered) made
     where entered < now() - interval '10 minutes'`,
  );
  await db.raw(`insert into visit_days (device_id, day, revision)
    select distinct device_id, cast(entered_at at time zone 'UTC' as date), 1 from visits`);
  await db.raw('vacuum analyze');
}
