import { expect, test } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const password = 'a password of the test';

test('a chief enters somebody, finds them, changes a cell, is told of a colleague’s change, and reads the file', async () => {
  await createAdministrator({ db }, 'admin', password);
  const station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1], name: '锡尼河派出所' });
  const client = await startServer(db);
  const colleague = await client.signIn('admin', password);
  for (const number of ['V-1', 'V-2'])
    await colleague.post('/api/people', {
      number,
      name: `义警${number}`,
      kind: 'volunteer',
      stationAreaId: station,
    });
  const { page, complaints, picture } = await openTab(`${client.url}/people`);
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  const table = page.getByRole('grid', { name: '人员' });

  await page.getByRole('button', { name: '新建人员' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('姓名').fill('斯琴');
  await dialog.getByText(/下一个为 0-YJ-\d{4}-0001/).waitFor();
  await dialog.getByLabel('电话').fill('000 0000 0001');
  await dialog.getByText('指定时间').click();
  await dialog.getByRole('button', { name: /周一 08:00/ }).click();
  await dialog.getByText('每周 1 小时').waitFor();
  await dialog.getByRole('button', { name: '新建' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await db('people').where({ name: '斯琴' }).first()).toMatchObject({
    number: expect.stringMatching(/^0-YJ-\d{4}-0001$/),
    availability: [{ days: [1], from: '08:00', to: '09:00' }],
  });

  await page.getByLabel('搜索').fill('v-1 锡尼河');
  await page.getByText('3 人中的 1 人').waitFor();
  const cellOf = (column: number) => table.getByRole('row').nth(1).getByRole('gridcell').nth(column);
  await cellOf(8).dblclick();
  await page.keyboard.type('护林队');
  await page.keyboard.press('Enter');
  await table.getByText('护林队').waitFor();
  const first = await db('people').where({ number: 'V-1' }).first();
  expect(first.organisation).toBe('护林队');

  await colleague.patch(`/api/people/${first.id}`, { occupation: '牧民' });
  await cellOf(8).dblclick();
  await page.keyboard.type('二队');
  await page.keyboard.press('Enter');
  await page.getByText('已被他人修改').waitFor();
  await table.getByText('牧民').waitFor();
  expect((await db('people').where({ number: 'V-1' }).first()).organisation).toBe('护林队');
  await picture('people-table');

  await page.getByLabel('搜索').fill('斯琴');
  await page.getByText('3 人中的 1 人').waitFor();
  await table.getByRole('link', { name: '斯琴' }).click();
  await page.getByText('000 0000 0001').waitFor();
  await page.getByRole('button', { name: '添加' }).first().click();
  await dialog.getByLabel('证书名称').fill('急救证');
  await dialog.getByLabel('到期日期').fill('2020-01-01');
  await dialog.getByRole('button', { name: '新建' }).click();
  await page.getByText('已于 2020-01-01 过期').waitFor();
  expect(await db('looks').pluck('what')).toContain('contact');
  await picture('people-file');
  expect(complaints).toEqual([]);
});
