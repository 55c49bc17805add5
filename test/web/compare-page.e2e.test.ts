import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import type { LonLat } from '../../server/geo/position.ts';
import { insertOutlines } from '../../server/plans/import-outlines.ts';
import { insertPlan } from '../../server/plans/store.ts';
import { box } from '../plans/plan.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const password = 'a password of the test';

type Drawn = { code: string; name: string; ring: LonLat[] };

/** A plan of these cells, in force from a day until another where they are given. */
async function makeVersion(
  name: string,
  scopeAreaId: number,
  cells: Drawn[],
  { layer = 'community' as 'community' | 'police', from = '', to = '' } = {},
): Promise<number> {
  const id = await insertPlan(db, { name, layer, scopeAreaId });
  const outlines = cells.map(({ ring, ...properties }, index) => ({
    index,
    geometry: { type: 'Polygon' as const, coordinates: [ring] },
    properties,
  }));
  await insertOutlines(db, id, outlines, { clean: false });
  if (from)
    await db.raw(
      `update plans set status = case when :to::text = '' then 'published' else 'retired' end, published_at = :from,
         in_force = tstzrange(:from, nullif(:to, '')::timestamptz) where id = :id`,
      { id, from, to },
    );
  return id;
}

const code = (number: number) => `15072400000000${number}`;
const quarter = (number: number, west: number, east: number): Drawn => ({
  code: code(number),
  name: `格${number}`,
  ring: box(west, 49.1, east, 49.16),
});

/** Three versions of a community plan, the second merging and splitting cells of the first, and a police plan. */
async function openDistrict() {
  await createAdministrator({ db }, 'admin', password);
  const area = await makeArea(db, { kind: 'village', box: [119.7, 49.1, 119.82, 49.16], name: '巴彦嘎查' });
  const first = await makeVersion(
    '2024 年方案',
    area,
    [
      quarter(1, 119.7, 119.73),
      quarter(2, 119.73, 119.76),
      quarter(3, 119.76, 119.79),
      quarter(4, 119.79, 119.82),
    ],
    { from: '2024-01-01T00:00:00+08', to: '2025-03-01T00:00:00+08' },
  );
  const second = await makeVersion(
    '2025 年方案',
    area,
    [
      quarter(1, 119.7, 119.73),
      quarter(2, 119.73, 119.75),
      quarter(5, 119.75, 119.76),
      quarter(6, 119.76, 119.82),
    ],
    { from: '2025-03-01T00:00:00+08' },
  );
  const police = await makeVersion(
    '警格方案',
    area,
    [quarter(7, 119.7, 119.755), quarter(8, 119.755, 119.82)],
    { layer: 'police' },
  );
  const { rows } = await db.raw('select cell_id from plan_cells where plan_id = ? and code = ?', [
    first,
    code(3),
  ]);
  const person = await makePerson(db, {});
  await makeAssignment(db, { personId: person, cellId: rows[0].cell_id, role: '片警', from: '2024-02-01' });
  await db('revisions').increment('revision', 1);
  const { url } = await startServer(db);
  return { url, first, second, police };
}

async function signIn(page: Page) {
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

test('lists and draws what changed between two plans, with the people it touches', async () => {
  const { url, first, second } = await openDistrict();
  const { page, picture, complaints } = await openTab(`${url}/compare?plan=${first}&other=${second}`);
  await signIn(page);
  await page.getByRole('heading', { name: '撤销（2）' }).waitFor();
  const side = page.getByRole('complementary', { name: '变化清单' });
  await side.getByText('原属 格2 100 %').waitFor();
  await side.getByText('边界最远移动', { exact: false }).waitFor();
  await side.getByText('涉及 1 项包片').waitFor();
  await side.getByText('片警 · 撤销', { exact: false }).waitFor();
  await page.locator('[data-map=idle]').waitFor();
  await side.locator('[data-change]').first().click();
  await expect.poll(() => side.locator('[data-selected=true]').count()).toBe(1);
  await page.locator('[data-map=idle]').waitFor();
  await picture('compare-difference');
  expect(complaints).toEqual([]);
});

test('lists how two layers correspond and draws where they do not fit', async () => {
  const { url, second, police } = await openDistrict();
  const { page, picture, complaints } = await openTab(`${url}/compare?plan=${police}&other=${second}`);
  await signIn(page);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Crossing borders (2)' }).waitFor();
  await page.getByRole('heading', { name: 'One to several (3)' }).waitFor();
  await page.locator('[data-map=idle]').waitFor();
  await picture('compare-crosswalk-en');
  await page.locator('[data-change]').first().click();
  const one = page.getByRole('toolbar', { name: 'Move the border of the police cell', exact: false });
  await one.getByRole('button', { name: 'Preview' }).click();
  await one.getByText('Changes 2 police cells').waitFor();
  await page.locator('[data-map=idle]').waitFor();
  await picture('crosswalk-snap-preview-en');
  const all = page.getByRole('toolbar', { name: 'Move all crossing borders', exact: false });
  await all.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('2 police cells have been changed.').waitFor();
  await page.getByText('The two layers fit each other everywhere.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { name: 'Crossing borders (2)' }).waitFor();
  await page.getByRole('button', { name: '中文' }).click();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator('[data-change]').first().click();
  await page.getByRole('toolbar', { name: '将警格边界移到社区网格边界上' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await picture('crosswalk-snap-phone');
  expect(complaints).toEqual([]);
});

test('tells in the cell panel what its land was before', async () => {
  const { url, second } = await openDistrict();
  const cell = await db('plan_cells')
    .where({ plan_id: second, code: code(6) })
    .first('cell_id');
  const { page, picture, complaints } = await openTab(`${url}/?plan=${second}&cell=${cell.cell_id}`);
  await signIn(page);
  await page.getByRole('button', { name: '查看沿革' }).click();
  await page.getByText('由多个网格合并而来', { exact: false }).waitFor();
  await page.getByRole('heading', { name: '沿革' }).scrollIntoViewIfNeeded();
  await picture('cell-lineage');
  expect(complaints).toEqual([]);
});

test('fits a phone', async () => {
  const { url, first, second } = await openDistrict();
  const { page, picture } = await openTab(`${url}/compare?plan=${first}&other=${second}`, {
    size: { width: 390, height: 844 },
  });
  await signIn(page);
  await page.getByRole('heading', { name: '撤销（2）' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.locator('[data-map=idle]').waitFor();
  await picture('compare-phone');
});

test('the timeline shows the plan that was in force on a day', async () => {
  const { url, first, second } = await openDistrict();
  const { page, picture, complaints } = await openTab(`${url}/?plan=${second}`);
  await signIn(page);
  await page.getByRole('button', { name: '时间轴' }).click();
  const line = page.getByRole('region', { name: '时间轴：查看某一天施行的方案' });
  await line.getByText('2025 年方案 · 4 格').waitFor();
  await line.getByLabel('日期').fill('2024-06-01');
  await line.getByText('2024 年方案 · 4 格').waitFor();
  expect(new URL(page.url()).searchParams.get('plan')).toBe(String(first));
  await page.locator('[data-map=idle]').waitFor();
  await picture('timeline');
  await line.getByRole('button', { name: '下一次发布' }).click();
  await line.getByText('2025 年方案 · 4 格').waitFor();
  expect(new URL(page.url()).searchParams.get('plan')).toBe(String(second));
  await line.getByRole('slider').focus();
  await page.keyboard.press('Home');
  await line.getByText('2024 年方案 · 4 格').waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await picture('timeline-phone');
  expect(complaints).toEqual([]);
});

test('a new draft starts from the plan in force', async () => {
  const { url, second } = await openDistrict();
  const { page, picture } = await openTab(`${url}/plans`);
  await signIn(page);
  await page.getByRole('button', { name: '新建方案' }).click();
  await page.getByLabel('方案名称').fill('2026 年方案');
  await page.getByRole('combobox', { name: '范围（辖区）' }).click();
  await page.getByRole('option', { name: /巴彦嘎查/ }).click();
  await expect.poll(() => page.getByLabel('从哪里开始').inputValue()).toBe(String(second));
  await picture('create-plan');
  await page.getByRole('button', { name: '新建', exact: true }).click();
  await expect
    .poll(async () => (await db('plans').where({ name: '2026 年方案' }).first())?.from_plan_id)
    .toBe(second);
  const draft = await db('plans').where({ name: '2026 年方案' }).first('id');
  expect(await db('plan_cells').where({ plan_id: draft.id }).count({ n: '*' })).toEqual([{ n: 4 }]);
});
