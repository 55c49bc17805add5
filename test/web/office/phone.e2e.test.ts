import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createAdministrator } from '../../../server/accounts/administrator.ts';
import { openTab } from '../../support/browser.ts';
import { testDatabase } from '../../support/database.ts';
import { makeArea, makeAssignment, makePerson } from '../../support/district.ts';
import { startServer } from '../../support/server.ts';

const { db } = await testDatabase();
const account = { username: 'admin', password: 'a password of the test' };
const sheet = '编号,姓名,类别,单位\nA-1,斯琴,义警,一队\nA-2,巴图,外星人,一队\n';

/** English words are longer than Chinese ones. */
async function openPhone(url: string, path: string) {
  const { page } = await openTab(url, { account, path, size: { width: 390, height: 844 } });
  await page.evaluate(() => localStorage.setItem('gridwarden.language', 'en'));
  await page.reload();
  return page;
}

/** How many pixels the parts of something reach beyond the right edge of the screen. */
const beyondScreen = (parts: Locator) =>
  parts.evaluateAll((all) =>
    Math.max(0, ...all.map((part) => part.getBoundingClientRect().right - innerWidth)),
  );

const labelsOf = (page: Page) => page.getByRole('dialog').locator('.mantine-SegmentedControl-label');

test('on a phone the preview of an import, the form of a rule and the load fit the screen in English', async () => {
  await createAdministrator({ db }, account.username, account.password);
  const village = await makeArea(db, { kind: 'village', box: [119.7, 49.1, 119.8, 49.2] });
  const personId = await makePerson(db, { kind: 'officer' });
  await makeAssignment(db, { personId, areaId: village, role: 'x', from: '2026-01-01' });
  const { url } = await startServer(db);

  const page = await openPhone(url, '/people');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Import' }).click();
  const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) };
  await dialog.locator('input[type=file]').setInputFiles(file);
  await dialog.getByRole('button', { name: 'Read and preview' }).click();
  const taken = dialog.getByLabel('Taken as: 编号');
  await taken.waitFor();
  // Wide enough for the words of a field.
  expect((await taken.boundingBox())?.width).toBeGreaterThan(100);
  await dialog.getByText('Not taken 1').click();
  const why = dialog.getByText('The kind "外星人" is not known', { exact: false }).last();
  await why.waitFor();
  expect((await why.boundingBox())?.width).toBeGreaterThan(120);
  expect(await beyondScreen(labelsOf(page))).toBe(0);

  await page.goto(`${url}/rules`);
  await page.getByRole('button', { name: 'New rule' }).click();
  await dialog.getByRole('button', { name: 'School gate' }).click();
  await dialog.getByText('By kind of place', { exact: true }).waitFor();
  expect(await beyondScreen(labelsOf(page))).toBe(0);

  await page.goto(`${url}/load`);
  await page.getByRole('link', { name: /person P/ }).waitFor();
  expect(await beyondScreen(page.getByRole('columnheader'))).toBe(0);
});
