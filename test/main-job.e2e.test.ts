import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { createAdministrator } from '../server/accounts/administrator.ts';
import { openTab } from './support/browser.ts';
import { testDatabase } from './support/database.ts';
import { dataFolder, dataNote, withData } from './support/real-data.ts';
import { startServer } from './support/server.ts';

const { db } = await testDatabase();
const password = 'a password of the test';

/** The hike's surroundings as a planner would outline them: everything within its bounds and some 500 m more. */
function outlineAround(gpx: string): string {
  const of = (name: string) =>
    [...gpx.matchAll(new RegExp(`<trkpt[^>]*\\b${name}="([-\\d.]+)"`, 'g'))].map((match) => Number(match[1]));
  const [lats, lons] = [of('lat'), of('lon')];
  const [south, north, west, east] = [
    Math.min(...lats),
    Math.max(...lats),
    Math.min(...lons),
    Math.max(...lons),
  ];
  const pad = 0.006;
  const [s, n, w, e] = [south - pad, north + pad, west - pad, east + pad];
  return JSON.stringify({
    type: 'Polygon',
    coordinates: [
      [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
        [w, s],
      ],
    ],
  });
}

async function signIn(page: Page) {
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('main').waitFor();
}

/** Pages that the header folds under the name of their subject. */
const groupOf: Record<string, string> = { 网格方案: '网格', 辖区: '网格', 人员: '人员' };

async function goTo(page: Page, name: string) {
  const navigation = page.getByRole('navigation');
  const group = groupOf[name];
  if (group) {
    await navigation.getByRole('button', { name: group, exact: true }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
  } else await navigation.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Fills the dialogs from a new plan over a scope to its publication from a date. */
async function planAndPublish(page: Page, name: string, scope: string, cellMetres: number, from: string) {
  await goTo(page, '网格方案');
  await page.getByRole('button', { name: '新建方案' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('方案名称').fill(name);
  await dialog.getByLabel('范围（辖区）').fill(scope);
  await page.getByRole('option', { name: scope }).first().click();
  await dialog.getByRole('button', { name: '新建' }).click();
  await dialog.getByLabel('方格边长（米）').fill(String(cellMetres));
  await dialog.getByRole('button', { name: '生成' }).click();
  await dialog.getByText('验证通过').waitFor({ timeout: 90_000 });
  await dialog.getByLabel(/自某日零时起/).check();
  await dialog.getByLabel('生效日期').fill(from);
  await dialog.getByRole('button', { name: '发布' }).click();
  // The notice of an earlier plan may still be there.
  await dialog.waitFor({ state: 'detached', timeout: 60_000 });
  await page.getByText('方案已发布').last().waitFor({ timeout: 60_000 });
}

it.skipIf(!withData)(
  `takes a planner and a chief from real outlines to a cell that a real track changes${dataNote}`,
  async () => {
    const fence = join(dataFolder, 'admin/vonng-adcode/fences/150724.json');
    const hike = join(dataFolder, 'tracks/gpxpy/korita-zbevnica.gpx');
    await createAdministrator({ db }, 'admin', password);
    const client = await startServer(db, { RETENTION_MONTHS: '0' });
    const { page, picture, complaints } = await openTab(client.url);
    await picture('01-sign-in');
    await signIn(page);
    await picture('02-empty');

    await goTo(page, '辖区');
    await page.getByRole('button', { name: '导入边界' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles(fence);
    await dialog.getByLabel('导入为').selectOption('district');
    await dialog.getByRole('button', { name: '读取并预览' }).click();
    await dialog
      .getByText(/坐标基准|基准/)
      .last()
      .waitFor();
    await picture('03-datum-asked');
    await dialog.getByLabel('坐标基准').selectOption('gcj02');
    await dialog.getByRole('button', { name: '读取并预览' }).click();
    await dialog.getByText('1 个要素').waitFor();
    await picture('04-import-preview');
    await dialog.getByRole('button', { name: '确认导入' }).click();
    await dialog.waitFor({ state: 'detached' });

    const [banner] = (await db('areas').select('id', 'name')) as { id: number; name: string }[];
    await planAndPublish(page, '鄂温克旗网格', banner?.name ?? '', 5000, '2026-01-01');
    await picture('05-banner-plan');

    await goTo(page, '辖区');
    await page.getByRole('button', { name: '新建辖区' }).click();
    await dialog.getByLabel('名称').fill('山路林区');
    await dialog.getByLabel('类型').selectOption('forest');
    await dialog.getByLabel('代码').fill('150724901');
    await dialog.getByLabel(/边界（GeoJSON）/).fill(outlineAround(readFileSync(hike, 'utf8')));
    await picture('06-new-area');
    await dialog.getByRole('button', { name: '新建' }).click();
    await dialog.waitFor({ state: 'detached' });
    await planAndPublish(page, '林区巡护网格', '山路林区', 1000, '2009-01-01');

    await goTo(page, '人员');
    await page.getByRole('button', { name: '新建人员' }).click();
    await dialog.getByLabel('编号').fill('M-0001');
    await dialog.getByLabel('姓名').fill('测试民警');
    await dialog.getByLabel('类别').selectOption('officer');
    await dialog.getByRole('button', { name: '新建' }).click();
    await dialog.waitFor({ state: 'detached' });

    await goTo(page, '终端');
    await page.getByRole('button', { name: '登记终端' }).click();
    await dialog.getByLabel('名称').fill('护林记录仪 1');
    await dialog.getByRole('button', { name: '新建' }).click();
    await dialog.getByRole('button', { name: '生成令牌' }).click();
    await dialog.getByText('/ingest/osmand/').first().waitFor();
    await picture('07-device-token');
    await page.keyboard.press('Escape');

    const plan = (await db('plans').where({ name: '林区巡护网格' }).first('id')) as { id: number };
    const period = 'from=2009-01-01&to=2016-01-01';
    const before = (
      await client
        .signIn('admin', password)
        .then((chief) => chief.get(`/api/coverage?plan=${plan.id}&${period}`))
    ).body;
    expect(new Set(before.cells.map((cell: { status: string }) => cell.status))).toEqual(new Set(['never']));
    await page.goto(`${client.url}/?plan=${plan.id}&${period}`);
    await page
      .getByRole('button', { name: /从未到访/ })
      .first()
      .waitFor();
    await picture('08-before-upload');

    await goTo(page, '终端');
    await page.getByRole('button', { name: '上传轨迹' }).click();
    await dialog.locator('input[type=file]').setInputFiles(hike);
    await dialog.getByRole('button', { name: '上传', exact: true }).click();
    await dialog.getByLabel('上传回执').getByText(/收到/).waitFor();
    await picture('09-receipt');
    await page.keyboard.press('Escape');

    const after = (
      await client
        .signIn('admin', password)
        .then((chief) => chief.get(`/api/coverage?plan=${plan.id}&${period}`))
    ).body;
    const visited = after.cells.filter((cell: { visits: number }) => cell.visits > 0);
    expect(visited.length).toBeGreaterThan(3);
    expect(after.cells.length).toBe(before.cells.length);
    await page.goto(`${client.url}/?plan=${plan.id}&${period}&cell=${visited[0].cell}`);
    await page.getByRole('heading', { name: '到访' }).waitFor();
    await page.waitForTimeout(2_500);
    await picture('10-after-upload');

    await page.getByRole('button', { name: '指派人员' }).first().click();
    await dialog.getByRole('combobox', { name: '人员' }).fill('测试');
    await page.getByRole('option', { name: /测试民警/ }).click();
    await picture('11-assign');
    await dialog.getByRole('button', { name: '指派' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('测试民警').first().waitFor();
    await picture('12-assigned');
    expect(complaints).toEqual([]);
  },
  240_000,
);
