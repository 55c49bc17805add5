import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { createAdministrator } from '../../server/accounts/administrator.ts';
import { hashPassword } from '../../server/accounts/password.ts';
import { openTab } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { makeCarrier, makeDevice, makeDeviceToken, makeDuty } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const password = 'a password of the test';
const longName = '呼伦贝尔市新巴尔虎左旗阿木古郎宝力格苏木护林巡查二中队义警斯琴格日乐巴特尔';
const phone = { width: 390, height: 844 };

async function signIn(page: Page, username: string, words: [string, string, string]) {
  const [user, secret, submit] = words;
  await page.getByLabel(user).fill(username);
  await page.getByLabel(secret, { exact: true }).fill(password);
  await page.getByRole('button', { name: submit }).click();
  await page.getByLabel(user).waitFor({ state: 'detached' });
}

const chinese: [string, string, string] = ['用户名', '密码', '登录'];
const english: [string, string, string] = ['User name', 'Password', 'Sign in'];

/** What a phone reads off the code on the screen: its modules, eight pixels each. */
async function readCode(page: Page): Promise<string | undefined> {
  const code = page.getByRole('img', { name: /二维码|QR code/ });
  const size = Number((await code.getAttribute('viewBox'))?.split(' ')[2]);
  const path = (await code.locator('path').getAttribute('d')) ?? '';
  const side = size * 8;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let row = 0; row < 8; row++)
      for (let column = 0; column < 8; column++)
        pixels.fill(
          0,
          4 * ((Number(y) * 8 + row) * side + Number(x) * 8 + column),
          4 * ((Number(y) * 8 + row) * side + Number(x) * 8 + column) + 3,
        );
  return jsQR(pixels, side, side)?.data;
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function makeVolunteer() {
  const [person] = await db('people')
    .insert({ number: 'V-1', name: longName, kind: 'volunteer' })
    .returning('id');
  const [account] = await db('accounts')
    .insert({
      username: 'volunteer',
      display_name: longName,
      password_hash: await hashPassword(password),
      person_id: person.id,
    })
    .returning('id');
  await db('grants').insert({ account_id: account.id, role: 'volunteer', area_id: null });
  return Number(person.id);
}

it('enrols a phone by a code that it can read, and says when it has reported', async () => {
  await createAdministrator({ db }, 'admin', password);
  const personId = await makeVolunteer();
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const silent = await makeDevice(db);
  await makeDeviceToken(db, silent);
  await makeCarrier(db, { deviceId: silent, personId, from: ago(30) });
  await makeDuty(db, { personId, from: ago(3) });
  const client = await startServer(db, { PUBLIC_URL: 'https://grid.example.cn' });
  const { page, picture, complaints } = await openTab(client.url);
  await signIn(page, 'admin', chinese);
  await page.goto(`${client.url}/devices`);
  await page.getByText(/沉默：/).waitFor();
  await page.getByRole('button', { name: '启用手机或终端' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('携带人').fill('V-1');
  await page.getByRole('option', { name: /V-1/ }).click();
  await picture('devices-1-enrol');
  await dialog.getByRole('button', { name: '启用' }).click();
  await dialog.getByText('等待第一次上报…').waitFor();
  await picture('devices-2-code');
  const code = await readCode(page);
  expect(code).toMatch(/^https:\/\/grid\.example\.cn\/ingest\/osmand\/[\w-]{32}\?id=\d+&accuracy=high&/);
  const { pathname } = new URL(code ?? '');
  await client.post(`${pathname}?lat=48.2&lon=118.2&batt=12&timestamp=${Date.now()}`);
  await dialog.getByText('已收到上报，启用完成。').waitFor();
  await dialog.getByRole('button', { name: '完成' }).click();
  await page.getByText('电量 12%').first().waitFor();
  await picture('devices-3-list');
  await page.setViewportSize(phone);
  await picture('devices-4-list-390');
  expect(await overflow(page)).toBe(0);
  await page.getByRole('link', { name: /Traccar Client/ }).click();
  await page.getByText('谁在何时携带').waitFor();
  await page.getByRole('cell', { name: 'Traccar / OsmAnd' }).waitFor();
  await picture('devices-5-one-390');
  expect([await overflow(page), complaints]).toEqual([0, []]);
});

it('lets a volunteer go on and off duty on a phone, and take everything stored along', async () => {
  const personId = await makeVolunteer();
  const deviceId = await makeDevice(db);
  await db('devices')
    .where({ id: deviceId })
    .update({ name: `${longName} · Traccar Client` });
  await makeCarrier(db, { deviceId, personId, from: '2026-01-01T00:00:00Z' });
  const path = `/ingest/osmand/${await makeDeviceToken(db, deviceId)}`;
  const client = await startServer(db);
  const { page, picture, complaints } = await openTab(client.url, { size: phone, locale: 'en-GB' });
  await page.evaluate(() => localStorage.setItem('gridwarden.language', 'en'));
  await page.reload();
  await signIn(page, 'volunteer', english);
  await page.goto(`${client.url}/me`);
  await page.getByRole('button', { name: 'Go on duty' }).click();
  await page.getByRole('button', { name: 'Go off duty' }).waitFor();
  await client.get(`${path}?lat=48.2&lon=118.2&batt=80&timestamp=${Date.now()}`);
  await page.reload();
  await page.getByText(/reported just now/).waitFor();
  await picture('devices-6-mine-390');
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download everything (JSON)' }).click();
  expect((await downloading).suggestedFilename()).toBe('gridwarden-V-1.json');
  await page.getByRole('button', { name: 'Go off duty' }).click();
  await page.getByText('Your positions are not kept now', { exact: false }).waitFor();
  await picture('devices-7-off-390');
  expect([await overflow(page), complaints]).toEqual([0, []]);
});
