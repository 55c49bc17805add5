import { expect, test } from 'vitest';
import { createAdministrator } from '../../../server/accounts/administrator.ts';
import { openTab } from '../../support/browser.ts';
import { testDatabase } from '../../support/database.ts';
import { startServer } from '../../support/server.ts';

const { db } = await testDatabase();
const account = { username: 'admin', password: 'a password of the test' };

test('keys that choose a person at once after the last letter choose whom the letters mean', async () => {
  await createAdministrator({ db }, account.username, account.password);
  // More than a list shows at first: the last is known only when the server has searched.
  const people = Array.from({ length: 60 }, (_, index) => ({
    number: `N-${index + 100}`,
    name: '义警',
    kind: 'volunteer',
  }));
  await db('people').insert(people);
  const { url } = await startServer(db);
  const { page } = await openTab(url, { account, path: '/duties' });
  await page.getByRole('button', { name: '登记值勤' }).click();
  const field = page.getByRole('dialog').getByRole('combobox', { name: '人员' });
  const search = async (text: string) => {
    await field.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  };
  await field.click();
  await page.getByRole('option').nth(49).waitFor();

  await search('N-159');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => field.inputValue()).toContain('· N-159');

  // What stood there before answers another search: who takes the same place in the list is not chosen for it.
  await search('N-1');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option').nth(49).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => field.inputValue()).toContain('· N-100');

  // Chosen again they stay chosen.
  await search('N-100');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('option').first().waitFor({ state: 'hidden' });
  await page.keyboard.press('Tab');
  expect(await field.inputValue()).toContain('· N-100');
});
