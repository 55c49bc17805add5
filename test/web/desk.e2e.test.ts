import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { hashPassword } from '../../server/accounts/password.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCell, makeDevice, makePlan, makeRule } from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { deliver, depsOf, walk } from '../tracks/movement.ts';

const { db } = await testDatabase();
const password = 'a password of the test';

/** Two cells to be visited every day; through the western one somebody walked on 12 May, silent for a while. */
async function openDistrict() {
  await createAdministrator({ db }, 'admin', password);
  const village = await makeArea(db, {
    kind: 'village',
    box: [119.99, 48.99, 120.09, 49.01],
    name: '巴彦嘎查',
  });
  const plan = await makePlan(db, { from: '2026-01-01', scopeAreaId: village });
  for (const [code, west] of [
    ['甲', 119.99],
    ['乙', 120.04],
  ] as const)
    await makeCell(db, {
      planIds: [plan],
      box: [west, 48.99, west + 0.05, 49.01],
      ownerAreaId: village,
      code,
    });
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'visits', atLeast: 1, per: 'day' },
    from: '2026-01-01',
  });
  const device = await makeDevice(db);
  await deliver(depsOf(db), device, [...walk(0, 600), ...walk(1_200, 1_800, { eastMetres: 900 })]);
  return startServer(db, { RETENTION_MONTHS: '0' });
}

async function signIn(page: Page) {
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.locator('[data-map=idle]').waitFor();
}

const never = (page: Page, cells: number) =>
  page.locator(`[data-status=never][data-count="${cells}"]`).waitFor();

test('brushes over the days, plays one back, and shows the same from its address elsewhere', async () => {
  const { url } = await openDistrict();
  const { page, picture, complaints } = await openTab(`${url}/?from=2026-05-12&to=2026-05-13`);
  await signIn(page);
  await never(page, 1);
  const plot = page.getByRole('img', { name: '每天达标的网格数' });
  await page.locator('[data-days=ready]').waitFor();

  const box = await plot.boundingBox();
  if (!box) throw new Error('the chart has no size');
  const day = box.width / 28;
  await page.mouse.click(box.x + 13.5 * day, box.y + box.height / 2);
  await never(page, 2);
  expect(new URL(page.url()).search).toContain('from=2026-05-11&to=2026-05-12');
  await page.getByRole('slider', { name: '时段最后一天' }).press('ArrowRight');
  await never(page, 1);
  expect(new URL(page.url()).search).toContain('from=2026-05-11&to=2026-05-13');
  await picture('desk-days');

  await page.getByText('回放', { exact: true }).click();
  await page.getByLabel('速度').selectOption('300');
  const clock = page.locator('[data-moment]');
  expect(await clock.getAttribute('data-moment')).toBe('2026-05-12T09:00:00');
  await page.getByRole('button', { name: '播放' }).click();
  await expect.poll(() => clock.getAttribute('data-moment')).not.toBe('2026-05-12T09:00:00');
  await page.getByRole('button', { name: '暂停' }).click();
  await expect.poll(() => page.url()).toContain('play=');
  await page.locator('[data-status=never]').click();
  await picture('desk-play');
  const moment = (await clock.getAttribute('data-moment')) ?? '';
  const counts = await page.getByText(/人在报/).textContent();

  const other = await openTab(page.url());
  await signIn(other.page);
  await other.page.locator(`[data-moment='${moment}']`).waitFor();
  expect(await other.page.getByText(/人在报/).textContent()).toBe(counts);
  expect(await other.page.locator('[data-status=never]').getAttribute('aria-pressed')).toBe('false');
  await other.page.getByText('逐日', { exact: true }).click();
  const last = other.page.getByRole('slider', { name: '时段最后一天' });
  expect(await last.getAttribute('aria-valuetext')).toBe('2026-05-12');
  expect([...complaints, ...other.complaints]).toEqual([]);

  // Against the day before, the western cell became worse, by its name.
  await page.goto(`${url}/?from=2026-05-13&to=2026-05-14&dock=compare&compare=before`);
  await page.getByRole('listitem').getByRole('button', { name: '甲', exact: true }).waitFor();
  await page.goto(`${url}/?from=2026-05-11&to=2026-05-13`);
  await page.locator('[data-days=ready]').waitFor();

  // Left open for longer than a session lasts, the page asks for the password and goes on where it stood.
  await db('tokens').where({ kind: 'session' }).delete();
  await page.getByText('30 天', { exact: true }).first().click();
  await page.getByLabel('密码', { exact: true }).waitFor();
  await signIn(page);
  expect(new URL(page.url()).search).toContain('hours=720');

  // A colleague who sees no people is shown the rest of the view, and no refusal.
  const viewer = { username: 'viewer', password };
  const [{ id }] = await db('accounts')
    .insert({
      ...{ username: 'viewer', display_name: '查看员' },
      password_hash: await hashPassword(password),
    })
    .returning('id');
  await db('grants').insert({ account_id: id, role: 'viewer', area_id: null });
  const path = '/?from=2026-05-11&to=2026-05-13&tracks=person&flagged=1&live=1&sweep=1&dock=play';
  const colleague = await openTab(url, { account: viewer, path });
  await never(colleague.page, 1);
  await colleague.page.locator('[data-days=ready]').waitFor();
  expect(await colleague.page.getByRole('switch').count()).toBe(0);
  expect(await colleague.page.getByRole('alert').count()).toBe(0);
});

test('says on the map that swept ground is still worked out, and shows it by itself', async () => {
  const { url } = await openDistrict();
  const path = '/?from=2026-05-12&to=2026-05-13&map=49/120.002/14.5';
  const { page, picture } = await openTab(url, { account: { username: 'admin', password }, path });
  // The first answer is that of a server with more to do; the second question is held until the first was seen.
  let goOn = () => {};
  const seen = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let asked = 0;
  await page.route('**/api/sweeps/**', async (route) => {
    if (++asked === 1) return route.fulfill({ json: { pending: true } });
    await seen;
    await route.continue();
  });
  const drawn: string[] = [];
  page.on('response', (answer) => {
    if (answer.url().includes('/tiles/sweep/')) drawn.push(answer.headers()['cache-control'] ?? '');
  });
  await page.locator('[data-map=idle]').waitFor();
  await page.getByRole('switch', { name: '扫过面' }).press('Space');
  const note = page.getByRole('status').filter({ hasText: '正在计算扫过面，完成后自动显示' });
  await note.waitFor();
  expect(drawn).toEqual([]);
  await picture('desk-sweep-pending');
  goOn();
  await note.waitFor({ state: 'detached' });
  await expect.poll(() => drawn.length).toBeGreaterThan(0);
  expect(new Set(drawn)).toEqual(new Set(['private, max-age=30']));
  await page.locator('[data-map=idle]').waitFor();
  await picture('desk-sweep');
});
