import { expect, it } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const account = { username: 'admin', password: 'a password of the test' };

it('on a phone a point is entered on the map, refused another place with the reason, moved and ended', async () => {
  await createAdministrator({ db }, account.username, account.password);
  await makeArea(db, { kind: 'village', box: [119.69, 49.19, 119.72, 49.22] });
  await makePlan(db, { from: '2026-01-01T00:00:00Z' });
  const { url } = await startServer(db);
  const { page, picture } = await openTab(url, {
    ...{ account, path: '/points', size: { width: 390, height: 844 } },
    expected: /422|503/,
  });
  await page.locator('[data-map=idle]').waitFor();
  await page.getByRole('button', { name: '在地图上添加' }).click();
  // It is not behind the buttons of the map.
  await page.getByRole('status').getByRole('button', { name: '取消' }).click();
  await page.getByRole('button', { name: '在地图上添加' }).click();
  const canvas = page.locator('canvas').first();
  await canvas.click({ position: { x: 180, y: 200 } });
  await page.getByLabel('编号', { exact: true }).fill('12-3');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已添加走访点').waitFor();
  const place = () => db('point_versions').orderBy('id').pluck('position');
  const before = await place();
  expect(before).toHaveLength(1);
  await page.route('**/api/points/*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'about:blank',
        title: '暂时无法保存',
        status: 503,
        detail: '请稍后再试。',
      }),
    }),
  );
  await page.getByRole('button', { name: '移动' }).click();
  await canvas.click({ position: { x: 120, y: 260 } });
  await page.getByText('请稍后再试。').waitFor();
  await picture('points-move-refused');
  expect(await place()).toEqual(before);
  await page.unroute('**/api/points/*');
  await page.getByRole('button', { name: '移动' }).click();
  await canvas.click({ position: { x: 120, y: 260 } });
  await page.getByText('已移动').waitFor();
  await page.getByRole('button', { name: '终止' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '终止' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

it('a file of points is shown with their reach before it is taken over, and offers no cleaning', async () => {
  await createAdministrator({ db }, account.username, account.password);
  await makeArea(db, { kind: 'village', box: [119.69, 49.19, 119.72, 49.22] });
  const { url } = await startServer(db);
  const { page, picture } = await openTab(url, { account, path: '/points' });
  await page.getByRole('button', { name: '从文件导入' }).click();
  const dialog = page.getByRole('dialog');
  const rows = [
    'label,kind,lon,lat,radius_metres',
    '1-1,household,119.70,49.20,80',
    '门1,gate,119.7015,49.2008,',
    '甲,castle,119.7,49.2,50',
  ];
  await page.locator('input[type=file]').setInputFiles({
    ...{ name: '走访点.csv', mimeType: 'text/csv' },
    buffer: Buffer.from(rows.join('\n')),
  });
  await dialog.getByLabel('坐标基准').selectOption('wgs84');
  await dialog.getByRole('button', { name: '读取并预览' }).click();
  await dialog.getByText('2 个走访点').waitFor();
  await dialog.getByRole('row', { name: '1-1 住户 80 1 自导入起' }).waitFor();
  await dialog.getByRole('row', { name: '门1 大门 50 1 自导入起' }).waitFor();
  await dialog.getByText('没有走访点类型').waitFor();
  expect(await dialog.getByRole('checkbox').count()).toBe(0);
  const reach = await dialog
    .getByRole('img', { name: '要素轮廓' })
    .locator('circle')
    .evaluateAll((circles) => circles.map((circle) => Number(circle.getAttribute('r'))));
  expect(reach).toHaveLength(3);
  expect((reach[0] ?? 0) / (reach[1] ?? 1)).toBeCloseTo(80 / 50, 2);
  await picture('points-import');
  await dialog.getByRole('button', { name: '确认导入' }).click();
  await page.getByText('新增 2，更新 0，跳过 1').waitFor();
  expect(await db('point_versions').orderBy('id').pluck('radius_metres')).toEqual([80, 50]);
});
