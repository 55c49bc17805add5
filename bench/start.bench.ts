import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Connection } from '../server/database/open.ts';
import { findChromium } from '../test/support/chromium.ts';
import { type Product, startProduct } from '../test/support/product.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';

const rounds = 7;
const assets = resolve(import.meta.dirname, '../web/dist/assets');

/** Page, download and memory with the demonstration district on PostgreSQL. */
await withDatabase(async ({ connection }) => {
  const product = startProduct({ DATABASE_URL: urlOf(connection), DEMO: '1' });
  try {
    const url = await product.url;
    const account = demonstrationAccount(product);
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--disable-background-networking'],
    });
    const asked = await measurePage(browser, url, account);
    await browser.close();
    measureMemory(product);
    await measureDownload(asked);
  } finally {
    product.process.kill('SIGTERM');
    await product.ended;
  }
});

/** From navigation to an idle map, in a browser profile that has nothing cached, against the page without its map. */
async function measurePage(
  browser: Browser,
  url: string,
  account: { username: string; password: string },
): Promise<string[]> {
  const asked = new Set<string>();
  const maps: number[] = [];
  const frames: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const signedIn = await context.request.post(`${url}/api/session`, { data: account });
    if (!signedIn.ok()) throw new Error(`Signing in answered ${signedIn.status()}.`);
    const page = await context.newPage();
    page.on('request', (request) => asked.add(new URL(request.url()).pathname));
    const map = await timed(page, url, '[data-map="idle"]');
    await context.clearCookies();
    const frame = await timed(page, url, 'input[type=password]');
    await context.close();
    if (round === 0) continue; // warm-up
    maps.push(map);
    frames.push(frame);
  }
  console.log(`  rounds: ${maps.map(Math.round).join(' ')} ms`);
  report({
    name: 'page, from navigation to map idle',
    value: median(maps),
    unit: 'ms',
    baseline: 4_000,
    baselineOf: `the limit (the sign-in page of the same run: ${Math.round(median(frames))} ms)`,
    atMost: 1,
  });
  return [...asked];
}

async function timed(page: Page, url: string, selector: string): Promise<number> {
  const startedAt = performance.now();
  await page.goto(url);
  await page.locator(selector).first().waitFor({ state: 'attached', timeout: 60_000 });
  return performance.now() - startedAt;
}

/** The scripts and style sheets that the page asked for until its map was idle, each compressed by itself as it is sent. */
async function measureDownload(asked: readonly string[]) {
  const isCode = (path: string) => /\.(m?js|css)$/.test(path);
  const loaded = new Set(asked.filter(isCode).map((path) => basename(path)));
  const names = (await readdir(assets)).filter(isCode);
  const sizes = await Promise.all(
    names.map(async (name) => ({ name, size: gzipSync(await readFile(join(assets, name))).length / 1024 })),
  );
  const sum = (list: typeof sizes) => list.reduce((total, { size }) => total + size, 0);
  report({
    name: 'JavaScript and CSS of the page, gzip',
    value: sum(sizes.filter(({ name }) => loaded.has(name))),
    unit: 'KB',
    baseline: 750,
    baselineOf: `the limit (of all pages and dialogs together: ${Math.round(sum(sizes))} KB)`,
    atMost: 1,
  });
}

/** What the kernel says is resident, after the pages above. */
function measureMemory(product: Product) {
  report({
    name: 'resident memory of the server with the demonstration district',
    value: residentMegabytes(product.process.pid),
    unit: 'MB',
    baseline: 300,
    baselineOf: `the limit (this bench itself: ${Math.round(residentMegabytes(process.pid))} MB)`,
    atMost: 1,
  });
}

function residentMegabytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** The chief of the district, as the start printed it. */
function demonstrationAccount(product: Product): { username: string; password: string } {
  const [, username = '', password = ''] = /^\s*(\S*chief\S*)\s+(\S+)/m.exec(product.output()) ?? [];
  if (!password) throw new Error(`The start printed no account of a chief:\n${product.output()}`);
  return { username, password };
}

function urlOf(connection: Connection): string {
  if (typeof connection === 'string') return connection;
  const { user, host, port, database } = connection;
  return `postgres:///${database}?host=${encodeURIComponent(host)}&port=${port ?? 5432}&user=${user}`;
}
