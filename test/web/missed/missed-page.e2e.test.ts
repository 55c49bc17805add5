import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DateTime } from 'luxon';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { hashPassword } from '../../../server/accounts/password.ts';
import { lookForAlerts } from '../../../server/alerts/look.ts';
import { readConfig } from '../../../server/config.ts';
import { addWeeks, weekOfDate } from '../../../web/weekly/iso-week.ts';
import { openTab } from '../../support/browser.ts';
import { testDatabase } from '../../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../../support/district.ts';
import { startServer } from '../../support/server.ts';

const { db } = await testDatabase();
const password = 'a password of the test';
const results = resolve(import.meta.dirname, '../../../test-results');

/** Who answers for a village, with names that take more than three lines. */
const many = ['甲', '乙', '丙', '丁', '戊'].map((one) => `乌兰巴图苏和额尔敦其其格${one}`);

/** A station with thirty cells that nobody answers for, and one with a single one. */
async function makeStations() {
  const planId = await makePlan(db, { from: '2026-01-01T00:00:00Z' });
  const long = '一个名称很长很长很长很长的嘎查';
  for (const [name, west, count] of [
    ['东派出所', 119, 30],
    ['西派出所', 121, 1],
  ] as const) {
    await makeArea(db, { kind: 'station', name, box: [west, 48, west + 1, 49] });
    for (let index = 0; index < count; index++) {
      const box = [west + 0.02 * index, 48.1, west + 0.02 * index + 0.01, 48.2] as const;
      const ownerAreaId = await makeArea(db, { kind: 'village', name: `${long}${index + 1}`, box });
      await makeCell(db, { planIds: [planId], box, ownerAreaId, code: `15072421120${100 + index}${west}` });
    }
  }
  const owner = await db('areas')
    .where({ name: `${long}1` })
    .first('id');
  for (const name of many) {
    const personId = await makePerson(db);
    await db('people').where({ id: personId }).update({ name });
    await makeAssignment(db, { personId, areaId: owner.id, from: '2026-01-01T00:00:00Z' });
  }
  const [account] = await db('accounts')
    .insert({ username: 'chief', display_name: '所长', password_hash: await hashPassword(password) })
    .returning('id');
  await db('grants').insert({ account_id: account.id, role: 'chief', area_id: null });
  await db('alert_settings').insert({ account_id: account.id });
}

async function signIn(page: Page) {
  await page.getByLabel('用户名').fill('chief');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByLabel('用户名').waitFor({ state: 'detached' });
}

/** How many pages a document has, as its own tree of pages says. */
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

/** Opens the sheet of last week with seven decisions, as the joint meeting of a busy week leaves it. */
async function openDecidedWeek(page: Page, url: string) {
  const { id: areaId } = await db('areas').where({ name: '东派出所' }).first('id');
  const week = addWeeks(weekOfDate(DateTime.now().setZone('Asia/Shanghai').toISODate() ?? ''), -1);
  for (let number = 1; number <= 7; number++) {
    const what = `${number}：由派出所会同嘎查委员会、综治中心把无人包片的网格逐格落实到人，落实情况下周会上通报。`;
    const data = { areaId, week, what, responsible: '综治中心、派出所', dueOn: '2026-12-31' };
    await page.request.post(`${url}/api/decisions`, {
      data,
      headers: { origin: url },
      failOnStatusCode: true,
    });
  }
  await page.goto(`${url}/weekly?area=${areaId}&week=${week}`);
}

/** The sheet is one page, and what is signed has room to be signed in. */
async function printWeek(page: Page, name: string, chair: RegExp) {
  await page.getByText('2026-12-31').first().waitFor();
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  writeFileSync(join(results, `${name}.pdf`), pdf);
  expect(pagesOf(pdf)).toBe(1);
  const line = page.getByText(chair);
  await page.emulateMedia({ media: 'print' });
  // What is blank between the names is not drawn together.
  expect(await line.evaluate((element) => getComputedStyle(element).whiteSpace)).toBe('pre');
  await page.emulateMedia({ media: null });
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

it('the list is read in both languages, printed a page a station, and its meeting decides', async () => {
  await makeStations();
  const { url } = await startServer(db);
  const { page, picture, complaints } = await openTab(`${url}/missed`);
  await signIn(page);
  const station = page.getByRole('region', { name: '东派出所' });
  await station.getByText('90 项未达标').waitFor();
  await page.getByText('93 项未达标').waitFor();
  await picture('missed-zh');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('93 obligations not met').waitFor();
  await page.getByRole('button', { name: /^How it was counted: Each rule is one obligation/ }).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture('missed-en-390');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: '中文' }).click();

  await page.getByRole('link', { name: '打印晨会单' }).click();
  const sheets = page.getByRole('article');
  const east = sheets.filter({ hasText: '东派出所' });
  await east.getByText('项未列出').waitFor();
  expect(await sheets.count()).toBe(2);
  // All that is said of a place is on the page, whoever does not fit on it is in the rest.
  const listed = await east.locator('tbody tr').count();
  expect(listed).toBeGreaterThan(5);
  await east.getByText(`另有 ${90 - listed} 项未列出`).waitFor();
  await east.getByText(many.join('、')).waitFor();
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'missed.pdf'), pdf);
  expect(pagesOf(pdf)).toBe(2);
  const cut = await sheets
    .locator('*')
    .evaluateAll((all) => all.filter((one) => getComputedStyle(one).overflow !== 'visible').length);
  expect(cut).toBe(0);

  await page.goto(`${url}/weekly`);
  await page.getByRole('button', { name: '写下决定' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('决定事项').fill('本周内落实包片人员');
  await form.getByLabel('责任单位').fill('综治中心');
  await form.getByRole('button', { name: '保存' }).click();
  await page.getByText('本周内落实包片人员').waitFor();
  await page.getByRole('button', { name: '已完成' }).click();
  await page.getByRole('button', { name: '重新打开' }).waitFor();
  await picture('weekly-zh');
  await openDecidedWeek(page, url);
  await printWeek(page, 'weekly-zh', /^主持人/);
  await page.getByRole('button', { name: 'English' }).click();
  await printWeek(page, 'weekly-en', /^Chair/);
  await page.getByRole('button', { name: '中文' }).click();

  await lookForAlerts({ db, config: readConfig({ LOG_LEVEL: 'silent' }) }, Date.now() + 60_000);
  await page.getByRole('link', { name: '提醒，6 条未读' }).click();
  await page.getByText('新盲区：无人包片 30 处').waitFor();
  await page.getByRole('button', { name: '全部标为已读' }).click();
  await page.getByRole('link', { name: '提醒', exact: true }).waitFor();
  await picture('alerts-zh');
  expect(complaints).toEqual([]);
});
