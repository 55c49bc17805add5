import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const password = 'a password of the test';
const change = '2099-06-01T00:00:00Z';

/** Three cells in force; from the change on the third is split in two. One person is in the third. */
async function openDistrict() {
  await createAdministrator({ db }, 'admin', password);
  const village = await makeArea(db, { kind: 'village', box: [119.7, 49.1, 119.76, 49.13] });
  const scope = { scopeAreaId: village };
  const plan = await makePlan(db, { ...scope, from: '2026-01-01', to: change });
  const next = await makePlan(db, { ...scope, from: change });
  const cell = (planIds: number[], west: number, east: number, code: string) =>
    makeCell(db, { planIds, box: [west, 49.1, east, 49.13], ownerAreaId: village, code });
  const cells = {
    west: await cell([plan, next], 119.7, 119.72, '甲'),
    middle: await cell([plan, next], 119.72, 119.74, '乙'),
    east: await cell([plan], 119.74, 119.76, '丙'),
    inner: await cell([next], 119.74, 119.75, '丙一'),
    outer: await cell([next], 119.75, 119.76, '丙二'),
  };
  const resident = await makePerson(db, { kind: 'officer' });
  await makeAssignment(db, { personId: resident, cellId: cells.east, role: '责任民警', from: '2026-01-01' });
  const newcomer = await makePerson(db, { kind: 'officer' });
  const { url } = await startServer(db);
  return { url, plan, next, cells, resident, newcomer };
}

async function signIn(page: Page) {
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

const placesOf = async (personId: number) =>
  (
    await db('assignments')
      .where({ person_id: personId })
      .whereRaw("period && tstzrange('2099-06-01', null)")
      .orderBy('cell_id')
      .pluck('cell_id')
  ).map(Number);

test('cells are drawn around, people assigned, moved and ended, and re-homed as a plan changes', async () => {
  const { url, next, cells, resident, newcomer } = await openDistrict();
  const { page, picture, complaints } = await openTab(`${url}/assignments`);
  await signIn(page);
  await page.locator('[data-map=idle]').waitFor();
  const box = await page.locator('canvas').first().boundingBox();
  if (!box) throw new Error('the map has no size');

  // The three cells fill the middle of the map; the lasso goes around the two on the left.
  await page.getByText('圈选', { exact: true }).click();
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(0.03, 0.3));
  await page.mouse.down();
  for (const [x, y] of [
    [0.6, 0.3],
    [0.6, 0.7],
    [0.03, 0.7],
    [0.03, 0.31],
  ] as const)
    await page.mouse.move(...at(x, y), { steps: 4 });
  await page.mouse.up();
  await page.locator('[data-chosen="2"]').waitFor();

  const numbers: string[] = await db('people')
    .whereIn('id', [resident, newcomer])
    .orderBy('id')
    .pluck('number');
  await page.getByRole('list', { name: '人员列表' }).getByText(`person ${numbers[1]}`).click();
  await page.getByRole('button', { name: '安排：1 人 × 2 格 = 2 条' }).click();
  await page.getByText('已安排 2 条').waitFor();
  expect(await placesOf(newcomer)).toEqual([cells.west, cells.middle]);

  // The same again: what stands against it is named, and nothing is left to do.
  await page.getByRole('list', { name: '人员列表' }).getByText(`person ${numbers[1]}`).click();
  await page.getByRole('button', { name: '安排：1 人 × 2 格 = 2 条' }).click();
  await page
    .getByRole('alert')
    .getByText(`person ${numbers[1]} (${numbers[1]})在甲已有“责任民警”角色`)
    .waitFor();
  await picture('assignments-refused');
  await page.getByRole('button', { name: '返回修改' }).click();

  await page.getByText('现有包片', { exact: true }).click();
  await page.getByRole('checkbox', { name: `person ${numbers[1]}，甲` }).check();
  await page.getByRole('button', { name: '移到…' }).click();
  await page.mouse.click(...at(0.75, 0.5));
  await expect.poll(() => page.getByRole('combobox', { name: '移到网格' }).inputValue()).toBe('丙');
  await page.getByRole('button', { name: '移动', exact: true }).click();
  await page.getByText('已移动 1 条').waitFor();
  expect(await placesOf(newcomer)).toEqual([cells.middle, cells.east]);

  await page.getByRole('button', { name: '清空' }).click();
  await page.getByRole('checkbox', { name: `person ${numbers[1]}，乙` }).check();
  await page.getByRole('button', { name: '结束', exact: true }).click();
  await page.getByText('已结束 1 条').waitFor();
  expect(await placesOf(newcomer)).toEqual([cells.east]);
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByText('恢复 1 条').waitFor();
  expect(await placesOf(newcomer)).toEqual([cells.middle, cells.east]);

  await page.getByLabel('网格方案').selectOption(String(next));
  await page.getByText('重新安排（2）').click();
  await page.getByRole('button', { name: `确认：person ${numbers[0]}，丙` }).waitFor();
  await picture('assignments-rehome');
  await page.getByRole('button', { name: '全部确认（2 条）' }).click();
  await page.getByText('没有需要重新安排的包片').waitFor();
  expect(await placesOf(resident)).toEqual([cells.inner, cells.outer]);
  expect(await placesOf(newcomer)).toEqual([cells.middle, cells.inner, cells.outer]);
  expect(complaints).toEqual([]);
});
