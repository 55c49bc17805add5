import pino from 'pino';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { loadDemonstration } from '../../server/demo/load.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

/** The demonstration district, with its chief's password. */
async function openDemonstration() {
  const deps = { db, config: readConfig({}), log: pino({ level: 'silent' }) };
  const accounts = await loadDemonstration(deps, new Date(), (_what, work) => work);
  const password = accounts.find(({ username }) => username === 'demo-chief')?.password ?? '';
  const { url } = await startServer(db);
  return { url, password };
}

async function signIn(page: Page, password: string) {
  await page.getByLabel('用户名').fill('demo-chief');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.locator('[data-gap]').first().waitFor();
}

/** The cells and areas in which nobody is assigned, no officer, or too few, as the list of gaps has them. */
async function staffGaps(page: Page): Promise<Set<string>> {
  const ids = await page.evaluate(async () => {
    const kinds = ['unassigned-land', 'no-officer', 'short-staffed'];
    const lists = await Promise.all(kinds.map((kind) => fetch(`/api/gaps?limit=1000&kind=${kind}`)));
    const answers = await Promise.all(lists.map((answer) => answer.json()));
    return answers.flatMap(({ gaps }) => gaps.map(({ id }: { id: string }) => id));
  });
  return new Set(ids);
}

test('a chief reads the shortfalls, takes a proposal, accepts part of it: those gaps close, the others stay', async () => {
  const { url, password } = await openDemonstration();
  const { page, picture, complaints } = await openTab(url);
  await signIn(page, password);

  const row = page
    .locator('li', { has: page.locator('[data-gap]') })
    .filter({ hasText: '无人包片' })
    .first();
  await row.getByRole('button', { name: '谁能补上' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('[data-candidate]').first().waitFor();
  expect(await dialog.textContent()).toMatch(/距.+公里.+现负责 \d+ 处/s);
  expect(await dialog.textContent()).toContain('未入选的原因');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: '补位方案' }).click();
  await dialog.getByLabel('辖区').fill('锡尼河演示派出所');
  await page.getByRole('option', { name: /锡尼河演示派出所/ }).click();
  await dialog.getByRole('button', { name: '生成方案' }).click();
  const side = page.getByRole('complementary', { name: '补位方案' });
  await side.locator('[data-suggestion]').first().waitFor({ timeout: 120_000 });
  await page.locator('[data-map=idle]').waitFor();
  await picture('proposal');
  const before = await staffGaps(page);
  const suggestions = await page.evaluate(async () => {
    const id = new URL(location.href).searchParams.get('proposal');
    return (await (await fetch(`/api/assignment-proposals/${id}`)).json()).suggestions;
  });
  expect(suggestions.length).toBeGreaterThan(4);

  await side.getByRole('button', { name: '全不选' }).click();
  for (const position of [1, 2])
    await side.locator(`[data-suggestion="${position}"]`).getByRole('checkbox').check();
  await side.getByRole('button', { name: '采纳 2 项' }).click();
  await side.locator('[data-state=accepted]').nth(1).waitFor();
  expect(await side.locator('[data-state=accepted]').count()).toBe(2);

  const after = await staffGaps(page);
  const closed = [...before].filter((id) => !after.has(id));
  const taken = suggestions.slice(0, 2).flatMap(({ gapIds }: { gapIds: string[] }) => gapIds);
  for (const id of closed) expect(taken).toContain(id);
  const left = suggestions.slice(2).flatMap(({ gapIds }: { gapIds: string[] }) => gapIds);
  for (const id of left.filter((one: string) => !taken.includes(one))) expect(after).toContain(id);
  expect(closed.length).toBeGreaterThan(0);

  await side.getByRole('button', { name: '关闭方案' }).click();
  await page.locator('[data-gap]').first().waitFor();
  expect(complaints).toEqual([]);
});
