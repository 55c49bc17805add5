import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { hashPassword } from '../../server/accounts/password.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const password = 'a password of the test';

async function makeDistrict() {
  const district = await makeArea(db, { kind: 'district', name: '试验旗', box: [119, 48, 121, 49] });
  const planId = await makePlan(db, { from: '2026-01-01T00:00:00Z', scopeAreaId: district });
  for (const [index, name] of ['东社区', '西社区', '南社区'].entries()) {
    const west = 119 + index * 0.2;
    const box = [west, 48.1, west + 0.1, 48.2] as const;
    const ownerAreaId = await makeArea(db, { kind: 'community', name, box, parentId: district });
    const cellId = await makeCell(db, { planIds: [planId], box, ownerAreaId, usage: 'school' });
    const personId = await makePerson(db, { skills: ['法律咨询'] });
    if (index < 2) await makeAssignment(db, { personId, cellId, from: '2026-01-01T00:00:00Z' });
  }
  const [account] = await db('accounts')
    .insert({ username: 'chief', display_name: '所长', password_hash: await hashPassword(password) })
    .returning('id');
  await db('grants').insert({ account_id: account.id, role: 'chief', area_id: null });
}

async function signIn(page: Page) {
  await page.getByLabel('用户名').fill('chief');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByLabel('用户名').waitFor({ state: 'detached' });
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

it('a rule is written as a sentence that tells what it would find, holds, and is replaced', async () => {
  await makeDistrict();
  const { url } = await startServer(db);
  const { page } = await openTab(`${url}/rules`);
  await signIn(page);
  await page.getByRole('button', { name: '新建规则' }).click();
  const form = page.getByRole('dialog');
  const preview = form.getByRole('region', { name: '试算' });
  await preview.getByText('选中 3 个辖区').waitFor();
  await preview.getByText('1 处不达标').waitFor();
  await preview.getByText('南社区').waitFor();

  // What cannot be is said, and does not become what was there before.
  await form.getByLabel('至少几个').fill('0');
  await preview.getByText('写完整后').waitFor();
  await form.getByLabel('适用于').focus();
  expect(await form.getByLabel('至少几个').inputValue()).toBe('0');
  expect(await form.getByLabel('至少几个').getAttribute('aria-invalid')).toBe('true');
  await form.getByLabel('至少几个').fill('1');

  await form.getByRole('button', { name: '+ 技能' }).click();
  await preview.getByText('写完整后').waitFor();
  await form.getByRole('combobox', { name: '具备的技能' }).fill('法律咨询');
  await form.getByLabel('至少几个').fill('5');
  await preview.getByText('只有 3 人').waitFor();
  await preview.getByText('共缺 13 人').waitFor();
  await form.getByLabel('适用于').selectOption('usage');
  await preview.getByText('选中 3 个网格').waitFor();
  await form.getByLabel('网格用途').selectOption('market');
  await preview.getByText('没有用途为“集贸市场”的生效网格').waitFor();
  await form.getByLabel('适用于').selectOption('area:community');
  await form.getByLabel('至少几个').fill('1');
  await preview.getByText('选中 3 个辖区').waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflow(page)).toBe(0);
  await form.getByRole('button', { name: '启用规则' }).click();
  const said = '每个社区至少有 1 名具备法律咨询技能的义警。';
  await page.getByText(said).waitFor();

  await page.getByRole('button', { name: '修改' }).click();
  await form.getByLabel('至少几个').fill('2');
  await preview.getByText('3 处不达标').waitFor();
  await form.getByRole('button', { name: '替换', exact: true }).click();
  await page.getByText('每个社区至少有 2 名具备法律咨询技能的义警。').waitFor();
  await page.getByLabel('显示').selectOption('all');
  await page.getByText('已终止').waitFor();
  const rules = await db('rules').orderBy('id').select('requires', 'replaces_id');
  expect(rules).toEqual([
    { requires: { atLeast: 1, kind: 'volunteer', skill: '法律咨询' }, replaces_id: null },
    { requires: { atLeast: 2, kind: 'volunteer', skill: '法律咨询' }, replaces_id: expect.anything() },
  ]);
});
