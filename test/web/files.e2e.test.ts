import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { fileOf, samples } from '../devices/files/samples.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeDevice } from '../support/district.ts';
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

/** Signed in at the page of devices, with one of them there. */
async function openDevices(size?: { width: number; height: number }, locale = 'zh-CN') {
  await createAdministrator({ db }, 'admin', password);
  await makeDevice(db);
  const client = await startServer(db, { RETENTION_MONTHS: '0' });
  const tab = await openTab(client.url, { ...(size && { size }), locale });
  const isChinese = locale === 'zh-CN';
  await tab.page.getByLabel(isChinese ? '用户名' : 'User name').fill('admin');
  await tab.page.getByLabel(isChinese ? '密码' : 'Password', { exact: true }).fill(password);
  await tab.page.getByRole('button', { name: isChinese ? '登录' : 'Sign in' }).click();
  await tab.page.getByLabel(isChinese ? '用户名' : 'User name').waitFor({ state: 'detached' });
  await tab.page.goto(`${client.url}/devices`);
  return tab;
}

it('uploads several tracks at once, asks for the columns of a table, and shows a receipt for each', async () => {
  const { page, picture, complaints } = await openDevices({ width: 390, height: 844 });
  await page.getByRole('button', { name: '上传轨迹' }).first().click();
  const dialog = page.getByRole('dialog');
  const sample = (format: string) => {
    const found = samples.find((one) => one.format === format);
    return found ? fileOf(found) : Buffer.alloc(0);
  };
  const table =
    '编号,N,E,定位\n1,49.5,120.5,2026-05-01 08:00:00\n2,49.5,120.5001,2026-05-01 08:00:10\n3,49.5,,2026-05-01 08:00:20\n';
  await dialog.locator('input[type=file]').setInputFiles([
    { name: 'walk.gpx', mimeType: 'application/gpx+xml', buffer: sample('gpx') },
    { name: 'watch.fit', mimeType: 'application/octet-stream', buffer: sample('fit').subarray(0, -10) },
    { name: '对讲机.csv', mimeType: 'text/csv', buffer: Buffer.from(table) },
    { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff, 0]) },
  ]);
  await picture('upload-1-chosen');
  await dialog.getByRole('button', { name: '上传', exact: true }).click();
  await dialog.getByLabel('纬度').waitFor();
  await dialog.getByText('文件不完整或已损坏，完整的定位点已保存').waitFor();
  await dialog.getByText(/可接受 GPX/).waitFor();
  await picture('upload-2-columns');
  await dialog.getByLabel('纬度').selectOption('N');
  await dialog.getByLabel('经度').selectOption('E');
  await dialog.getByLabel('时间', { exact: true }).selectOption('定位');
  await dialog.getByRole('button', { name: '按此读取' }).click();
  await dialog.getByText('收到 3 个定位点，新存入 2 个').waitFor();
  await dialog.getByText('1 个未接收：坐标不是数字 1').waitFor();
  await picture('upload-3-receipts');
  const scroll = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect([scroll, complaints]).toEqual([0, []]);
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

  await page.getByRole('navigation').getByRole('button', { name: '网格' }).click();
  await page.getByRole('menuitem', { name: '网格方案' }).click();
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

  // All that can be done with a draft is there without scrolling the table, on a phone and in the longer language too.
  const table = page.getByRole('table', { name: '网格方案' });
  for (const size of [
    { width: 390, height: 844 },
    { width: 1280, height: 800 },
  ]) {
    await page.setViewportSize(size);
    expect(await table.evaluate((it) => it.scrollWidth <= (it.parentElement?.clientWidth ?? 0))).toBe(true);
  }
  await page.getByRole('button', { name: 'English' }).click();
  const inEnglish = page.getByRole('table', { name: 'Plans' });
  expect(await inEnglish.evaluate((it) => it.scrollWidth <= (it.parentElement?.clientWidth ?? 0))).toBe(true);
  await page.getByRole('button', { name: '中文' }).click();

  await page.getByRole('button', { name: '导出' }).click();
  await picture('files-3-export');
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'GeoPackage' }).first().click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('外来方案.gpkg');
  expect(readFileSync(await download.path()).toString('latin1', 0, 15)).toBe('SQLite format 3');
  expect(complaints).toEqual([]);
});
