import { expect, test } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCell, makeDevice, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { deliver, depsOf, fixAt, walk } from '../tracks/movement.ts';

const { db } = await testDatabase();
const password = 'a password of the test';

/** A plan of one cell, whose middle a device passed, and was said to be elsewhere just then. */
async function openDistrict() {
  await createAdministrator({ db }, 'admin', password);
  const box: [number, number, number, number] = [119.99, 48.99, 120.01, 49.01];
  const village = await makeArea(db, { kind: 'village', box, name: '巴彦嘎查' });
  const plan = await makePlan(db, { from: '2026-01-01', scopeAreaId: village });
  await makeCell(db, { planIds: [plan], box, ownerAreaId: village, code: '甲' });
  const device = await makeDevice(db);
  const west = walk(0, 200, { every: 100, eastMetres: -280 });
  const east = walk(300, 500, { every: 100, eastMetres: 140 });
  await deliver(depsOf(db), device, [...west, fixAt(250, 0, 0), fixAt(260, 0, 90_000), ...east]);
  const [track] = await db('tracks').select('id');
  const { url } = await startServer(db, { RETENTION_MONTHS: '0' });
  return { url, track: track.id };
}

test('shows what speaks against a position, has it left out, and lists who decided that; thresholds can be changed', async () => {
  const { url, track } = await openDistrict();
  const { page, picture, complaints } = await openTab(`${url}/?track=${track}`);
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: '轨迹' });
  await card.getByText('速度不可能').waitFor();
  await card.getByRole('button', { name: '显示全部定位点' }).click();
  await page.locator('[data-map=idle]').waitFor();
  const canvas = await page.locator('canvas').first().boundingBox();
  if (!canvas) throw new Error('the map has no size');
  const fix = page.getByRole('region', { name: '定位点' });
  await expect
    .poll(async () => {
      await page.mouse.click(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
      return fix.isVisible();
    })
    .toBe(true);
  await fix.getByText('正常').waitFor();
  await fix.getByRole('button', { name: '排除' }).click();
  await fix.getByText('人工排除').first().waitFor();
  await picture('position-excluded');

  await page.goto(`${url}/fix-decisions`);
  await page.getByRole('cell', { name: '排除' }).waitFor();
  await picture('decisions');
  await page.goto(`${url}/thresholds`);
  await page.getByText('共有 1 台终端').waitFor();
  await page.getByLabel('跳变：来回距离都达到（米）').fill('5');
  await page.getByRole('button', { name: '保存并重新判定' }).click();
  await page.getByText('应在 10 到 10000 之间').waitFor();
  await page.getByLabel('跳变：来回距离都达到（米）').fill('200');
  await page.getByRole('button', { name: '保存并重新判定' }).click();
  await page.getByText(/admin 于 .* 修改/).waitFor();
  await picture('thresholds');
  expect(complaints).toEqual([]);
});
