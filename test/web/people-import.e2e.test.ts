import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const password = 'a password of the test';
const sheets = join(import.meta.dirname, '../fixtures/sheets');

test('registers of two programs are read, reviewed, taken and undone, and their people make a team', async () => {
  await createAdministrator({ db }, 'admin', password);
  const station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1], name: '锡尼河派出所' });
  const client = await startServer(db);
  const { page, complaints, picture } = await openTab(`${client.url}/people`);
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  const dialog = page.getByRole('dialog');
  const open = async (file: string) => {
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await dialog.locator('input[type=file]').setInputFiles(join(sheets, file));
    await dialog.getByRole('button', { name: '读取并预览' }).click();
  };

  await open('register-openpyxl.xlsx');
  await dialog.getByText('Excel 工作簿，6 行').waitFor();
  await dialog.getByText('表头：第 2、3 行').waitFor();
  await dialog.getByText('编号 T-1 与第 4 行重复').waitFor();
  await dialog.getByText('不能导入 2').click();
  await dialog.getByText('类别 "保安" 无法识别').first().waitFor();
  await picture('people-import-review');
  await dialog.getByRole('button', { name: '导入 4 行' }).click();
  await dialog.getByText('新增 4 人').waitFor();
  await page.keyboard.press('Escape');
  expect(await db('people').orderBy('number').select('number', 'kind', 'organisation', 'joined_on')).toEqual([
    { number: 'T-1', kind: 'volunteer', organisation: '=某厂', joined_on: '2024-03-01' },
    { number: 'T-2', kind: 'volunteer', organisation: '某厂', joined_on: '2024-03-01' },
    { number: 'T-3', kind: 'auxiliary', organisation: '某厂', joined_on: '2024-03-01' },
    { number: 'T-4', kind: 'officer', organisation: '某所', joined_on: '2024-03-01' },
  ]);
  expect(await db('trainings').orderBy('id').pluck('subject')).toEqual(['反诈培训', '防火演练']);

  await open('register-gbk.csv');
  await dialog.getByText('CSV（GB18030），2 行').waitFor();
  await dialog.getByText('更新 1').click();
  await dialog.getByText('驾驶证 驾驶 150724、翻译证').waitFor();
  await dialog.getByRole('button', { name: '导入 2 行' }).click();
  await dialog.getByText('新增 1 人，更新 1 人').waitFor();
  expect(await db('certificates').orderBy('id').pluck('name')).toEqual(['急救员证', '驾驶证', '翻译证']);
  await dialog.getByRole('button', { name: '撤销这次导入' }).click();
  await dialog.getByRole('button', { name: '撤销这次导入' }).click();
  await dialog.getByText('已撤销：移除 1 人，恢复 1 人。').waitFor();
  expect(await db('certificates').orderBy('id').pluck('name')).toEqual(['急救员证']);

  const [leader, member] = await db('people').whereIn('number', ['T-1', 'T-2']).orderBy('number').pluck('id');
  const chief = await client.signIn('admin', password);
  const team = { name: '护林义警队', kind: 'forest', stationAreaId: station, members: [leader, member] };
  const { body } = await chief.post('/api/teams', team);
  await page.goto(`${client.url}/teams/${body.id}`);
  const members = page.getByRole('table', { name: '现有队员' });
  await members.getByRole('row', { name: '甲' }).getByRole('button', { name: '设为队长' }).click();
  await members.getByRole('row', { name: '甲' }).getByText('队长', { exact: true }).waitFor();
  await members.getByRole('row', { name: '乙' }).getByRole('button', { name: '退出' }).click();
  await dialog.getByRole('button', { name: '退出' }).click();
  await page.getByText('以往与将来的队员').waitFor();
  await picture('team');
  await members.getByRole('link', { name: '甲' }).click();
  await page.getByRole('link', { name: '护林义警队' }).waitFor();
  expect(complaints).toEqual([]);
});
