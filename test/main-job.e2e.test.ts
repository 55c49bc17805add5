import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { createAdministrator } from '../server/accounts/administrator.ts';
import { openTab } from './support/browser.ts';
import type { Client } from './support/client.ts';
import { testDatabase } from './support/database.ts';
import { keyboardOf } from './support/keyboard.ts';
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
  const { type } = keyboardOf(page);
  await type(page.getByLabel('用户名'), 'admin');
  await type(page.getByLabel('密码', { exact: true }), password);
  await page.keyboard.press('Enter');
  await page.getByRole('main').waitFor();
}

/** Pages that the header folds under the name of their subject. */
const groupOf: Record<string, string> = { 网格方案: '网格', 辖区: '网格', 人员: '人员' };

async function goTo(page: Page, name: string) {
  const { press, pick } = keyboardOf(page);
  const navigation = page.getByRole('navigation');
  const group = groupOf[name];
  if (group) {
    const menu = navigation.getByRole('button', { name: group, exact: true });
    await pick(menu, page.getByRole('menuitem', { name, exact: true }));
  } else await press(navigation.getByRole('link', { name, exact: true }));
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Fills the dialogs from a new plan over a scope to its publication from a date. */
async function planAndPublish(page: Page, name: string, scope: string, cellMetres: number, from: string) {
  const { press, type, take } = keyboardOf(page);
  await goTo(page, '网格方案');
  await press(page.getByRole('button', { name: '新建方案' }));
  const dialog = page.getByRole('dialog');
  await type(dialog.getByLabel('方案名称'), name);
  await take(dialog.getByLabel('范围（辖区）'), scope, page.getByRole('option', { name: scope }).first());
  await press(dialog.getByRole('button', { name: '新建' }));
  await type(dialog.getByLabel('方格边长（米）'), String(cellMetres));
  await press(dialog.getByRole('button', { name: '生成' }));
  await dialog.getByText('验证通过').waitFor({ timeout: 90_000 });
  // The first of the two is chosen; arrows change it.
  await dialog.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await dialog.getByLabel('生效日期').fill(from);
  await press(dialog.getByRole('button', { name: '发布' }));
  // The notice of an earlier plan may still be there.
  await dialog.waitFor({ state: 'detached', timeout: 60_000 });
  await page.getByText('方案已发布').last().waitFor({ timeout: 60_000 });
}

/** Calls the forest by its whole name, and deletes an area that nothing refers to. */
async function renameAndDelete(page: Page, admin: Client) {
  const { press, type } = keyboardOf(page);
  const outline = [
    [
      [0, 0],
      [0.1, 0],
      [0.1, 0.1],
      [0, 0.1],
      [0, 0],
    ],
  ];
  await admin.post('/api/areas', {
    type: 'Feature',
    geometry: { type: 'Polygon', coordinates: outline },
    properties: { kind: 'village', name: '误录嘎查' },
  });
  const dialog = page.getByRole('dialog');
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await press(row('山路').getByRole('button', { name: '修改' }));
  await type(dialog.getByLabel('名称'), '山路林区');
  await press(dialog.getByRole('button', { name: '保存' }));
  await dialog.waitFor({ state: 'detached' });
  await row('山路林区').waitFor();
  await press(row('误录嘎查').getByRole('button', { name: '删除' }));
  await press(dialog.getByRole('button', { name: '删除' }));
  await row('误录嘎查').waitFor({ state: 'detached' });
}

it.skipIf(!withData)(
  `takes a planner and a chief by the keyboard alone from real outlines to a cell that a real track changes${dataNote}`,
  async () => {
    const fence = join(dataFolder, 'admin/vonng-adcode/fences/150724.json');
    const hike = join(dataFolder, 'tracks/gpxpy/korita-zbevnica.gpx');
    await createAdministrator({ db }, 'admin', password);
    const client = await startServer(db, { RETENTION_MONTHS: '0' });
    const { page, picture, complaints } = await openTab(client.url);
    const { press, type, choose, take, file } = keyboardOf(page);
    await picture('01-sign-in');
    await signIn(page);
    await picture('02-empty');

    await goTo(page, '辖区');
    await press(page.getByRole('button', { name: '导入边界' }));
    const dialog = page.getByRole('dialog');
    await file(dialog.getByLabel('文件', { exact: true }), fence);
    await choose(dialog.getByLabel('导入为'), 'district');
    await press(dialog.getByRole('button', { name: '读取并预览' }));
    await dialog
      .getByText(/坐标基准|基准/)
      .last()
      .waitFor();
    await picture('03-datum-asked');
    await choose(dialog.getByLabel('坐标基准'), 'gcj02');
    await press(dialog.getByRole('button', { name: '读取并预览' }));
    await dialog.getByText('1 个要素').waitFor();
    await picture('04-import-preview');
    await press(dialog.getByRole('button', { name: '确认导入' }));
    await dialog.waitFor({ state: 'detached' });

    const [banner] = (await db('areas').select('id', 'name')) as { id: number; name: string }[];
    await planAndPublish(page, '鄂温克旗网格', banner?.name ?? '', 5000, '2026-01-01');
    await picture('05-banner-plan');

    await goTo(page, '辖区');
    await press(page.getByRole('button', { name: '新建辖区' }));
    await type(dialog.getByLabel('名称'), '山路');
    await choose(dialog.getByLabel('类型'), 'forest');
    await type(dialog.getByLabel('代码'), '150724901');
    await type(dialog.getByLabel(/边界（GeoJSON）/), outlineAround(readFileSync(hike, 'utf8')));
    await picture('06-new-area');
    await press(dialog.getByRole('button', { name: '新建' }));
    await dialog.waitFor({ state: 'detached' });
    await renameAndDelete(page, await client.signIn('admin', password));
    await planAndPublish(page, '林区巡护网格', '山路林区', 1000, '2009-01-01');

    await goTo(page, '人员');
    await press(page.getByRole('button', { name: '新建人员' }));
    await type(dialog.getByLabel('编号'), 'M-0001');
    await type(dialog.getByLabel('姓名'), '测试民警');
    await choose(dialog.getByLabel('类别'), 'officer');
    await press(dialog.getByRole('button', { name: '新建' }));
    await dialog.waitFor({ state: 'detached' });

    await goTo(page, '终端');
    await press(page.getByRole('button', { name: '登记终端' }));
    await type(dialog.getByLabel('名称'), '护林记录仪 1');
    await press(dialog.getByRole('button', { name: '新建' }));
    await press(dialog.getByRole('button', { name: '生成令牌' }));
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
    await press(page.getByRole('button', { name: '上传轨迹' }));
    await file(dialog.getByLabel('轨迹文件'), hike);
    await press(dialog.getByRole('button', { name: '上传', exact: true }));
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

    await press(page.getByRole('button', { name: '指派人员' }).first());
    await take(
      dialog.getByRole('combobox', { name: '人员' }),
      '测试',
      page.getByRole('option', { name: /测试民警/ }),
    );
    await picture('11-assign');
    await press(dialog.getByRole('button', { name: '指派' }));
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('测试民警').first().waitFor();
    await picture('12-assigned');
    expect(complaints).toEqual([]);
  },
  240_000,
);
