import { DateTime } from 'luxon';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeArea,
  makeAssignment,
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePerson,
  makePlan,
} from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { mow } from '../tracks/gpx-file.ts';
import { deliver, depsOf } from '../tracks/movement.ts';

const { db } = await testDatabase();
const account = { username: 'admin', password: 'a password of the test' };
const yesterday = DateTime.now().setZone('Asia/Shanghai').startOf('day').minus({ days: 1 });
const at = (hour: number, days = 0) => yesterday.plus({ days }).set({ hour });
const box = [119.7, 49.2, 119.712, 49.208] as const;

/** A block that somebody on duty walked all over yesterday, and drove past an hour before as on every day of a week. */
async function walkedBlock() {
  await createAdministrator({ db }, account.username, account.password);
  const stationAreaId = await makeArea(db, { kind: 'station', box: [119.6, 49.1, 119.8, 49.3] });
  const ownerAreaId = await makeArea(db, { kind: 'village', box: [119.69, 49.19, 119.72, 49.22] });
  const from = at(0, -60).toISO() ?? '';
  const plan = await makePlan(db, { from, scopeAreaId: ownerAreaId });
  const cell = await makeCell(db, { planIds: [plan], box, ownerAreaId, code: '甲' });
  const person = await makePerson(db, { kind: 'officer', stationAreaId });
  await makeAssignment(db, { personId: person, cellId: cell, from });
  const deviceId = await makeDevice(db, { stationAreaId });
  await makeCarrier(db, { deviceId, personId: person, from });
  await makeDuty(db, { personId: person, from: at(7, -8).toISO() ?? '', to: at(13).toISO() ?? '' });
  const past = (days: number) =>
    Array.from({ length: 21 }, (_, index) => ({
      index,
      recordedAt: at(8, days).toMillis() + index * 10_000,
      lon: 119.69 + index * 0.0015,
      lat: 49.204,
    }));
  const walked = mow(box, at(9).toMillis(), 80).map((fix, index) => ({ ...fix, index }));
  const receivedAt = Date.now();
  for (let days = -7; days <= 0; days++)
    await deliver(depsOf(db), deviceId, past(days), { isLive: false, receivedAt });
  await deliver(depsOf(db), deviceId, walked, { isLive: false, receivedAt });
  return { cell, person, ...(await startServer(db)) };
}

const figuresOf = (place: Locator) => place.locator('dl > div');

/** Each figure of a place says on focus how it was counted. */
async function explained(page: Page, place: Locator, label: string, least: number) {
  const figures = figuresOf(place);
  await figures.first().waitFor();
  expect(await figures.count()).toBeGreaterThanOrEqual(least);
  for (const figure of await figures.all()) {
    const how = figure.getByRole('button');
    const said = (await how.getAttribute('aria-label')) ?? '';
    expect(said).toContain(label);
    await how.focus();
    await page
      .getByRole('tooltip')
      .filter({ hasText: said.slice(label.length + 1).trim() })
      .first()
      .waitFor();
  }
}

/** Each chart of a place has a table with rows. */
async function tabled(place: Locator, charts: number) {
  await expect.poll(() => place.locator('[role=img]').count()).toBe(charts);
  for (const more of await place.locator('summary').all()) await more.click();
  const tables = place.getByRole('table');
  expect(await tables.count()).toBeGreaterThanOrEqual(charts);
  for (const table of await tables.all()) expect(await table.getByRole('row').count()).toBeGreaterThan(1);
}

test('every figure of a cell and of a person says how it was counted, and every chart has its table', async () => {
  const { url, cell, person } = await walkedBlock();
  const { page, picture } = await openTab(url, { account, path: `/?cell=${cell}&dock=none` });
  for (const [language, label, other, swept, driveBy] of [
    ['zh', '怎么算的', 'English', '扫过', '驶过'],
    ['en', 'How it was counted', '中文', 'Swept', 'drove by'],
  ] as const) {
    await page.goto(`${url}/?cell=${cell}&dock=none&hours=720`);
    const panel = page.getByRole('complementary', { name: language === 'zh' ? '网格详情' : 'Cell' });
    await panel.getByText(driveBy, { exact: true }).first().waitFor();
    await panel
      .getByText(language === 'zh' ? /^9 次到访中 89% 始于 8 时/ : /^Of 9 visits 89% began/)
      .waitFor();
    const share = figuresOf(panel).filter({ hasText: swept });
    await expect.poll(() => share.locator('dd').textContent(), { timeout: 30_000 }).toMatch(/^\d+%/);
    const [percent = 0] = ((await share.locator('dd').textContent()) ?? '').match(/\d+/)?.map(Number) ?? [];
    // Lines 80 metres apart, seen 25 metres to each side.
    expect(Math.abs(percent - 63)).toBeLessThan(8);
    const legend = page.getByRole('region', { name: language === 'zh' ? '图例' : 'Legend' });
    await legend.getByRole('button', { name: new RegExp(`^${label}`) }).waitFor();
    await page
      .getByRole('button', { name: new RegExp(`^${label}.*(未达标清单|missed list)`, 's') })
      .waitFor();
    await picture(`counted-cell-panel-${language}`);
    await page.goto(`${url}/cells/${cell}`);
    await explained(page, page.getByRole('main'), label, 8);
    await tabled(page.getByRole('main'), 2);
    await picture(`counted-cell-${language}`);
    await page.goto(`${url}/people/${person}`);
    const patrols = page.getByRole('region', { name: language === 'zh' ? '巡逻情况' : 'Patrols' });
    await explained(page, patrols, label, 5);
    await tabled(patrols, 2);
    await picture(`counted-person-${language}`);
    await page.getByRole('button', { name: other }).click();
  }
});
