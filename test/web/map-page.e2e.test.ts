import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCell, makePlan, makeRule } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const password = 'a password of the test';

/** Two cells that nobody has visited, in a published plan over a village. */
async function openDistrict() {
  await createAdministrator({ db }, 'admin', password);
  const village = await makeArea(db, {
    kind: 'village',
    box: [119.7, 49.1, 119.76, 49.13],
    name: '巴彦嘎查',
  });
  const plan = await makePlan(db, { from: '2026-01-01', scopeAreaId: village });
  const cells = [
    await makeCell(db, {
      planIds: [plan],
      box: [119.7, 49.1, 119.73, 49.13],
      ownerAreaId: village,
      code: '甲',
    }),
    await makeCell(db, {
      planIds: [plan],
      box: [119.73, 49.1, 119.76, 49.13],
      ownerAreaId: village,
      code: '乙',
    }),
  ];
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'visits', atLeast: 1, per: 'week' },
    from: '2026-01-01',
  });
  const { url } = await startServer(db);
  return { url, cells };
}

async function signIn(page: Page) {
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.locator('[data-gap]').first().waitFor();
}

test('leads from the gap list to a cell and back by keyboard alone', async () => {
  const { url } = await openDistrict();
  const { page, complaints } = await openTab(url);
  await signIn(page);

  const rows = page.locator('[data-gap]');
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => rows.nth(1).evaluate((row) => row === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: '网格详情' });
  await panel.getByRole('heading', { name: '缺什么' }).waitFor();
  await expect.poll(() => panel.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(new URL(page.url()).searchParams.get('cell')).toMatch(/^\d+$/);

  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await expect.poll(() => rows.nth(1).evaluate((row) => row === document.activeElement)).toBe(true);
  expect(complaints).toEqual([]);
});

test('draws the plan, answers a click on a cell, and shows the same again from its address', async () => {
  const { url, cells } = await openDistrict();
  const { page, picture, complaints } = await openTab(url);
  await signIn(page);
  await page.locator('[data-map=idle]').waitFor();
  await page.getByRole('button', { name: /从未到访，2 格/ }).waitFor();
  await picture('map-page');
  const box = await page.locator('canvas').first().boundingBox();
  if (!box) throw new Error('the map has no size');
  await page.mouse.click(box.x + box.width * 0.4, box.y + box.height / 2);
  await page.getByRole('heading', { level: 2, name: '甲' }).waitFor();
  expect(new URL(page.url()).searchParams.get('cell')).toBe(String(cells[0]));

  await page.reload();
  await page.getByRole('heading', { level: 2, name: '甲' }).waitFor();
  expect(complaints).toEqual([]);
});

test('fits a phone: nothing is wider than the screen, and the list is drawn up from the foot', async () => {
  const { url } = await openDistrict();
  const { page, picture } = await openTab(url, { size: { width: 390, height: 844 } });
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '展开盲区列表' }).click();
  await page.locator('[data-gap]').first().click();
  await page.getByRole('heading', { name: '缺什么' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.locator('[data-map=idle]').waitFor();
  await picture('map-page-phone');
});

test('speaks English after the switch, and still does after a reload', async () => {
  const { url } = await openDistrict();
  const { page } = await openTab(url);
  await signIn(page);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Gaps' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Gaps' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');

  // The plan's name is whole, at a desk and on a phone.
  await db('plans').update({ name: '鄂温克族自治旗网格方案（演示）' });
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.reload();
    const picker = page.getByRole('combobox', { name: 'Plan' });
    await expect.poll(() => picker.textContent()).toBe('鄂温克族自治旗网格方案（演示） · community');
    const room = await picker.evaluate((select: HTMLSelectElement) => {
      const style = getComputedStyle(select);
      const context = document.createElement('canvas').getContext('2d');
      if (!context) throw new Error('there is no canvas');
      context.font = style.font;
      const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
      return select.clientWidth - padding - context.measureText(select.options[0]?.text ?? '').width;
    });
    expect(room).toBeGreaterThanOrEqual(0);
  }
});

test('says that the server cannot be reached and goes on at the next try', async () => {
  const { url } = await openDistrict();
  const { page } = await openTab(url, { expected: /ERR_INTERNET_DISCONNECTED/ });
  await signIn(page);
  await page.context().setOffline(true);
  await page.getByRole('radiogroup', { name: '时间范围' }).getByText('30 天').click();
  const notice = page.getByRole('alert').filter({ hasText: '连不上服务器' }).first();
  await notice.waitFor();
  await page.context().setOffline(false);
  await notice.getByRole('button', { name: '重试' }).click();
  await notice.waitFor({ state: 'detached' });
});

test('says that what the address asks for is none, and what is shown in its place', async () => {
  const { url } = await openDistrict();
  const account = { username: 'admin', password };
  const { page, picture } = await openTab(url, {
    account,
    path: '/?from=2026-11-20&to=2026-11-10&plan=987654',
  });
  const note = page.getByRole('status').filter({ hasText: '地址中的' });
  await note.getByText('地址中的时段无效').waitFor();
  await note.getByText('地址中的方案不在您可看的方案之中').waitFor();
  await picture('map-page-misread');
  await page.getByRole('radiogroup', { name: '时间范围' }).getByText('30 天').click();
  await note.getByText('地址中的时段无效').waitFor({ state: 'detached' });
  // A period of all ages is told with its years, and has none before it.
  await page.goto(`${url}/?from=0001-01-01&to=9999-12-31&dock=compare&compare=before`);
  await page.getByRole('button', { name: '0001-01-01 – 9999-12-30' }).waitFor();
  await page.getByText('没有更早的时段可比。').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});
