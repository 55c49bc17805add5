import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const password = 'a password of the test';

const square = (west: number, east: number) => [
  [west, 48],
  [east, 48],
  [east, 48.01],
  [west, 48.01],
  [west, 48],
];
/** Two cells that overlap by a tenth of a degree's hundredth. */
const messy = JSON.stringify({
  type: 'FeatureCollection',
  features: [square(10, 10.011), square(10.01, 10.02)].map((ring, index) => ({
    type: 'Feature',
    properties: { name: `格${index + 1}` },
    geometry: { type: 'Polygon', coordinates: [ring] },
  })),
});

it('imports overlapping cells, lists what cleaning changed, and gives the plan out again', async () => {
  await createAdministrator({ db }, 'admin', password);
  const client = await startServer(db);
  const { page, picture, complaints } = await openTab(client.url);
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('main').waitFor();
  await db('plans').insert({ name: '外来方案', layer: 'police' });

  await page.getByRole('navigation').getByRole('link', { name: '网格方案' }).click();
  await page.getByRole('button', { name: '导入网格' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'cells.geojson', mimeType: 'application/json', buffer: Buffer.from(messy) });
  await dialog.getByRole('button', { name: '读取并预览' }).click();
  await dialog.getByText('2 个要素').waitFor();
  await picture('files-1-preview');
  await dialog.getByRole('button', { name: '确认导入' }).click();
  await dialog.getByText(/清理改动 \d+ 处/).waitFor();
  await dialog.getByText(/去除重叠 · 第 1 个, 第 2 个/).waitFor();
  await picture('files-2-changes');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: '导出' }).click();
  await picture('files-3-export');
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'GeoPackage' }).first().click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('外来方案.gpkg');
  expect(readFileSync(await download.path()).toString('latin1', 0, 15)).toBe('SQLite format 3');
  expect(complaints).toEqual([]);
});
