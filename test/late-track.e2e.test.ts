import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DateTime } from 'luxon';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { hashPassword } from '../server/accounts/password.ts';
import { openTab } from './support/browser.ts';
import { testDatabase } from './support/database.ts';
import {
  makeArea,
  makeAssignment,
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePerson,
  makePlan,
  makeRule,
} from './support/district.ts';
import { startServer } from './support/server.ts';
import { gpxFile, mow } from './tracks/gpx-file.ts';
import { deliver, depsOf } from './tracks/movement.ts';

const { db } = await testDatabase();
const password = 'a password of the test';
const results = resolve(import.meta.dirname, '../test-results');

/** Wednesday of last week, in the operator's zone. */
const day = DateTime.now().setZone('Asia/Shanghai').startOf('week').minus({ days: 5 });
const date = day.toISODate() ?? '';
const nine = day.set({ hour: 9 }).toMillis();
const at = (days: number, hour: number, minute = 0) =>
  new Date(day.plus({ days }).set({ hour, minute }).toMillis()).toISOString();
const from = at(-60, 0);

const [west, middle, east] = [119.7, 119.712, 119.724];
const [south, centre, north] = [49.2, 49.208, 49.216];
/** Between the lines of a walk, so that it sees more than half of the ground. */
const apartMetres = 80;
const walked = [west, centre, middle, north] as const;

/** Four blocks of a station, seen three weeks ago; of that Wednesday's patrol nothing was heard. */
async function openStation() {
  const village = [west, south, east, north] as const;
  const stationAreaId = await makeArea(db, {
    kind: 'station',
    name: '巴彦托海派出所',
    box: [119.69, 49.195, 119.735, 49.222],
  });
  const ownerAreaId = await makeArea(db, { kind: 'village', name: '巴彦嘎查', box: village });
  const plan = await makePlan(db, { from, scopeAreaId: ownerAreaId });
  const personId = await makePerson(db, { kind: 'officer', stationAreaId });
  await db('people').where({ id: personId }).update({ name: '巴特尔' });
  const deviceId = await makeDevice(db, { stationAreaId });
  await db('devices').where({ id: deviceId }).update({ name: '执法记录仪 7' });
  await makeCarrier(db, { deviceId, personId, from });
  await makeDuty(db, { personId, from: at(-21, 8), to: at(-21, 18) });
  await makeDuty(db, { personId, from: at(0, 8, 50), to: at(0, 11) });
  for (const [code, box] of [
    ['西北街区', walked],
    ['东北街区', [middle, centre, east, north]],
    ['西南街区', [west, south, middle, centre]],
    ['东南街区', [middle, south, east, centre]],
  ] as const) {
    const cellId = await makeCell(db, { planIds: [plan], box, ownerAreaId, code });
    await makeAssignment(db, { personId, cellId, from });
  }
  for (const requires of [
    { measure: 'visits', atLeast: 1, per: 'day', minMinutes: 10 },
    { measure: 'sweep', share: 0.5, widthMetres: 50, per: 'day' },
  ])
    await makeRule(db, { kind: 'patrol', requires, from });
  const earlier = mow(village, Date.parse(at(-21, 9)), apartMetres).map((fix, index) => ({ ...fix, index }));
  await deliver(depsOf(db), deviceId, earlier, { isLive: false, receivedAt: Date.now() });
  const [account] = await db('accounts')
    .insert({ username: 'chief', display_name: '所长', password_hash: await hashPassword(password) })
    .returning('id');
  await db('grants').insert({ account_id: account.id, role: 'chief', area_id: stationAreaId });
  return startServer(db);
}

async function signIn(page: Page) {
  await page.getByLabel('用户名').fill('chief');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByLabel('用户名').waitFor({ state: 'detached' });
}

const counted = (page: Page, status: string, cells: number) =>
  page.locator(`[data-status=${status}][data-count="${cells}"]`).waitFor();

/** Where on the map the one mover is drawn; not a number where nobody is. */
async function moverAt(page: Page): Promise<[x: number, y: number]> {
  return page.locator('[data-playback=drawn]').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('nothing is drawn');
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const { width } = canvas;
    const isBlue = (pixel: number) =>
      pixels[4 * pixel] === 0 && pixels[4 * pixel + 1] === 114 && pixels[4 * pixel + 2] === 178;
    let [count, x, y] = [0, 0, 0];
    for (let pixel = 0; pixel < pixels.length / 4; pixel++) {
      // The trail is a thin line; only in the disc there is the mover's colour to all four sides.
      if (![0, -3, 3, -3 * width, 3 * width].every((step) => isBlue(pixel + step))) continue;
      count += 1;
      x += pixel % width;
      y += Math.floor(pixel / width);
    }
    return [x / count, y / count];
  });
}

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

/** The sheet of the morning as it comes out of the printer: one page, and more on it than its frame. */
async function print(page: Page, name: string) {
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.pdf`), pdf);
  expect([pagesOf(pdf), pdf.length > 20_000]).toEqual([1, true]);
}

/** Outlines the walked block by clicks on the map, the last of them twice. */
async function outlineWalked(page: Page) {
  const box = await page.locator('[data-map] canvas').first().boundingBox();
  if (!box) throw new Error('the map has no size');
  const { x, y, width, height } = box;
  const points = [
    [0.31, 0.28],
    [0.5, 0.26],
    [0.503, 0.5],
    [0.32, 0.505],
  ] as const;
  for (const [right, down] of [...points, points[3]])
    await page.mouse.click(x + right * width, y + down * height);
}

test('a late track closes a gap of last week on the desk and in its list, is played back, and its walker is found', async () => {
  const { url } = await openStation();
  const { page, picture, complaints } = await openTab(`${url}/missed?day=${date}`);
  await signIn(page);
  await page.getByRole('status').filter({ hasText: '8 项未达标' }).waitFor();
  await picture('late-1-missed-before');
  await page.getByRole('link', { name: '西北街区' }).first().click();
  await counted(page, 'no-data', 4);
  const cell = page.getByRole('complementary', { name: '网格详情' });
  await cell.getByText('到访不足').waitFor();
  await page.locator('[data-map=idle]').waitFor();
  await picture('late-2-desk-before');

  await page.getByRole('button', { name: '操作' }).click();
  await page.getByRole('menuitem', { name: '上传轨迹' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('终端').first().click();
  await page.getByRole('option', { name: /执法记录仪 7/ }).click();
  const buffer = Buffer.from(gpxFile(mow(walked, nine, apartMetres)));
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: '上周三.gpx', mimeType: 'application/gpx+xml', buffer });
  await dialog.getByRole('button', { name: '上传', exact: true }).click();
  await dialog.getByText(/^收到 (\d+) 个定位点，新存入 \1 个$/).waitFor();
  await picture('late-3-receipt');
  await page.keyboard.press('Escape');
  await counted(page, 'met', 1);
  await counted(page, 'unmet', 3);
  await cell.getByText('没有未满足的规则。').waitFor();
  await page.getByText(`${date}：4 格中 1 格达标`).waitFor();
  await page.locator('[data-map=idle]').waitFor();
  await picture('late-4-desk-after');

  // Back through the history of the page, where the list as it was is still remembered.
  await page.goBack();
  await page.getByRole('status').filter({ hasText: '6 项未达标' }).waitFor();
  expect(await page.getByRole('link', { name: '西北街区' }).count()).toBe(0);
  await picture('late-5-missed-after');
  await page.getByRole('link', { name: '打印晨会单' }).click();
  await page.getByRole('article').getByText('6 项未达标').waitFor();
  await print(page, 'late-sheet-zh');

  await page.goto(`${url}/?from=${date}&to=${day.plus({ days: 1 }).toISODate()}&dock=play`);
  await page.getByText('1 人在报，0 人无信号').waitFor();
  await page.locator('[data-map=idle]').waitFor();
  const clock = page.locator('[data-moment]');
  await page.getByRole('button', { name: '播放' }).click();
  await expect
    .poll(() => clock.getAttribute('data-moment'), { timeout: 10_000 })
    .not.toBe(`${date}T09:00:00`);
  await page.getByRole('button', { name: '暂停' }).click();
  const first = await moverAt(page);
  expect(first.every(Number.isFinite)).toBe(true);
  await page.getByRole('button', { name: '播放' }).click();
  await expect
    .poll(
      async () => {
        const now = await moverAt(page);
        return Math.hypot(now[0] - first[0], now[1] - first[1]);
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(40);
  await page.getByRole('button', { name: '暂停' }).click();
  await page.getByRole('button', { name: '人员名单' }).click();
  await page.getByRole('cell', { name: '巴特尔' }).waitFor();
  await picture('late-6-playback');

  await page.getByRole('button', { name: '操作' }).click();
  await page.getByRole('menuitem', { name: '查人' }).click();
  await page.getByText('多边形', { exact: true }).click();
  await page.getByLabel('开始').fill(`${date}T00:00`);
  await page.getByLabel('结束').fill(`${date}T23:59`);
  await page.locator('[data-map=idle]').waitFor();
  await outlineWalked(page);
  await page
    .getByRole('status')
    .filter({ hasText: /^1 人$/ })
    .waitFor();
  await page.getByRole('button', { name: '巴特尔' }).click();
  await page.locator('[data-map=idle]').waitFor();
  await picture('late-7-who-was-there');

  // The same readings in English.
  await page.getByRole('button', { name: 'English' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /^1 person$/ })
    .waitFor();
  await picture('late-8-who-was-there-en');
  await page.goto(`${url}/?from=${date}&to=${day.plus({ days: 1 }).toISODate()}&dock=play`);
  await page.getByText('1 reporting, 0 silent').waitFor();
  await counted(page, 'met', 1);
  await page.locator('[data-map=idle]').waitFor();
  await picture('late-9-playback-en');
  await page.goto(`${url}/missed?day=${date}`);
  await page.getByRole('status').filter({ hasText: '6 obligations not met' }).waitFor();
  await picture('late-10-missed-en');
  await page.getByRole('link', { name: 'Print for the morning' }).click();
  await page.getByRole('article').getByText('6 obligations not met').waitFor();
  await print(page, 'late-sheet-en');
  expect(complaints).toEqual([]);
});
