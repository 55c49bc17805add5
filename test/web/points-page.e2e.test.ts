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
