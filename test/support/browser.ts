import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, expect, onTestFinished } from 'vitest';
import { findChromium } from './chromium.ts';

const screenshots = resolve(import.meta.dirname, '../../test-results');

let running: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  running ??= chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--enable-unsafe-swiftshader',
      '--disable-background-networking',
      '--no-first-run',
    ],
  });
  return running;
}

afterAll(async () => {
  await (await running)?.close();
  running = undefined;
});

export type Tab = {
  page: Page;
  /** Keeps a picture as test-results/<name>.png. */
  picture: (name: string) => Promise<void>;
  /** What the page wrote to the console as an error, and requests that left the server. */
  complaints: string[];
};

type Size = { width: number; height: number };

type Opening = {
  size?: Size;
  locale?: string;
  /** Who is signed in already: the way through the sign-in page and the map takes seconds. */
  account?: { username: string; password: string };
  path?: string;
  /** Complaints that the test itself brings about, as by cutting the line. */
  expected?: RegExp;
};

/**
 * A fresh browser profile at a page of the product, in Chinese unless asked otherwise. The test fails where the page had
 * complaints, whether or not it looks at them.
 */
export async function openTab(
  url: string,
  { size = { width: 1440, height: 900 }, locale = 'zh-CN', account, path = '', expected }: Opening = {},
): Promise<Tab> {
  const context = await (await browser()).newContext({
    viewport: size,
    locale,
    timezoneId: 'Asia/Shanghai',
    // Without a graphics card each frame of a flight over the map takes a tenth of a second.
    reducedMotion: 'reduce',
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints = watch(context, page, url);
  onTestFinished(() => {
    expect(complaints.filter((text) => !expected?.test(text))).toEqual([]);
  });
  if (account) await context.request.post(`${url}/api/session`, { data: account, failOnStatusCode: true });
  await page.goto(`${url}${path}`);
  mkdirSync(screenshots, { recursive: true });
  const picture = async (name: string) =>
    void (await page.screenshot({ path: join(screenshots, `${name}.png`) }));
  return { page, picture, complaints };
}

/** Every error in the console, every exception with its stack, every request to another host. */
function watch(context: BrowserContext, page: Page, url: string): string[] {
  const complaints: string[] = [];
  const own = new URL(url).host;
  page.on('console', (message) => {
    // A refusal is an answer: 401 says that nobody is signed in, 409 what stands against it, 415 and 422 what is wrong
    // with a file or form.
    if (message.type() === 'error' && !/status of 4(01|09|15|22)/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? String(error)));
  context.on('request', (request) => {
    const target = new URL(request.url());
    if (target.protocol.startsWith('http') && target.host !== own)
      complaints.push(`left the machine: ${request.url()}`);
  });
  return complaints;
}
