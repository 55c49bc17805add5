import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createAdministrator } from '../server/accounts/administrator.ts';
import type { LonLat } from '../web/plan-editor/borders/position.ts';
import { openTab } from './support/browser.ts';
import type { Client } from './support/client.ts';
import { testDatabase } from './support/database.ts';
import { dataFolder, withData } from './support/real-data.ts';
import { startServer } from './support/server.ts';
import { clickAt, dragTo, edited, makeDraft, openEditor } from './web/plan-editor/editor-page.ts';
import { latticeCells, latticePoint } from './web/plan-editor/lattice.ts';

const { db } = await testDatabase();
const password = 'a password of the test';
const administrator = { username: 'admin', password };
const neighbour = { username: 'neighbour', password: 'another password of the test' };

const columns = 4;
const rows = 3;
const [west, south] = latticePoint(0, 0);
const [east, north] = latticePoint(columns, rows);
const place = (column: number, row: number): LonLat => latticePoint(column, row);

/** A draft of twelve cells, and the server that has it. */
async function openDraft() {
  await createAdministrator({ db }, administrator.username, password);
  const { planId } = await makeDraft(db, [west, south, east, north], latticeCells(columns, rows));
  const client = await startServer(db);
  const planner = await client.signIn(administrator.username, password);
  return { url: client.url, planId, planner };
}

/** Every cell of the plan by code, with its outline and what is said of it. */
async function cellsOf(planner: Client, planId: number) {
  const { body } = await planner.get(`/api/plans/${planId}/cells?limit=1000`);
  return new Map<string, { id: number; geometry: { coordinates: number[][][] } }>(
    body.features.map((cell: { properties: { code: string } }) => [cell.properties.code, cell]),
  );
}

const code = (n: number) => `150724000000${String(n).padStart(3, '0')}`;
const touches = (cell: { geometry: { coordinates: number[][][] } } | undefined, [lon, lat]: LonLat) =>
  cell?.geometry.coordinates.flat().some(([x, y]) => x === lon && y === lat) ?? false;

async function errorsOf(planner: Client, planId: number): Promise<number> {
  return (await planner.get(`/api/plans/${planId}/problems`)).body.errors;
}

const tool = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('draws, cuts out, splits through the hole, merges, drags a junction, undoes all of it and redoes it', async () => {
  const { url, planId, planner } = await openDraft();
  const { page, picture, complaints } = await openEditor(url, planId, administrator);
  await picture('editor-01-open');
  const first = await cellsOf(planner, planId);

  await tool(page, '画多边形');
  await edited(page, async () => {
    await clickAt(page, place(0.6, 0.3), place(1.4, 0.3), place(1.4, 0.7));
    await picture('editor-02-drawing');
    await clickAt(page, place(0.6, 0.7));
    await page.keyboard.press('Enter');
  });
  expect((await cellsOf(planner, planId)).size).toBe(13);

  await tool(page, '挖去排除区');
  await edited(page, async () => {
    await clickAt(page, place(2.4, 1.4), place(2.6, 1.4), place(2.6, 1.6), place(2.4, 1.6));
    await page.keyboard.press('Enter');
  });
  const holed = (await cellsOf(planner, planId)).get(code(7));
  expect(holed?.geometry.coordinates).toHaveLength(2);

  await tool(page, '用线分割');
  await edited(page, async () => {
    await clickAt(page, place(1.9, 1.5), place(3.1, 1.5));
    await page.keyboard.press('Enter');
  });
  await picture('editor-03-split-through-hole');
  const split = await cellsOf(planner, planId);
  // The cells in which the line begins and ends stay whole; both halves of the one between are new.
  expect([split.has(code(6)), split.has(code(7)), split.has(code(8))]).toEqual([true, false, true]);
  expect(split.size).toBe(14);
  expect(await errorsOf(planner, planId)).toBe(0);

  await tool(page, '选择与拖动边界');
  await page.keyboard.press('Escape');
  await clickAt(page, place(0.25, 1.25));
  await page.keyboard.down('Shift');
  await clickAt(page, place(0.25, 2.25));
  await page.keyboard.up('Shift');
  await page.getByText('已选 2 个网格').last().waitFor();
  await edited(page, () => page.keyboard.press('m'));
  expect((await cellsOf(planner, planId)).size).toBe(13);
  await page.keyboard.press('Escape');

  const to = place(3.2, 1.8);
  await edited(page, async () => {
    await dragTo(page, place(3, 2), to);
    await picture('editor-04-dragging');
    await page.mouse.up();
  });
  const dragged = await cellsOf(planner, planId);
  const moved = [...dragged.values()].filter(
    (cell) => !touches(cell, place(3, 2)) && touches(cell, place(3, 2.5)),
  );
  const corners = [8, 11, 12].map((n) => dragged.get(code(n))?.geometry.coordinates.flat() ?? []);
  const shared = corners[0]?.find(([x = 0, y = 0]) => Math.hypot(x - to[0], y - to[1]) < 2e-4);
  expect(shared).toBeDefined();
  for (const ring of corners) expect(ring).toContainEqual(shared);
  expect(moved.length).toBeGreaterThan(0);
  expect(await errorsOf(planner, planId)).toBe(0);
  await picture('editor-05-dragged');

  const last = await cellsOf(planner, planId);
  for (let step = 0; step < 5; step += 1) await edited(page, () => page.keyboard.press('Control+z'));
  expect(await cellsOf(planner, planId)).toEqual(first);
  await picture('editor-06-undone');
  for (let step = 0; step < 5; step += 1) await edited(page, () => page.keyboard.press('Control+Shift+z'));
  expect(await cellsOf(planner, planId)).toEqual(last);
  expect(complaints).toEqual([]);
});

test('puts a vertex between two cells, takes it out again, and puts back what would cross', async () => {
  const { url, planId, planner } = await openDraft();
  const { page, picture, complaints } = await openEditor(url, planId, administrator);

  await edited(page, async () => {
    await dragTo(page, place(1, 1.25), place(1.2, 1.25));
    await page.mouse.up();
  });
  const bent = await cellsOf(planner, planId);
  const vertices = (n: number) => bent.get(code(n))?.geometry.coordinates.flat().length;
  expect([vertices(5), vertices(6), vertices(7)]).toEqual([10, 10, 9]);

  await clickAt(page, place(1.2, 1.25));
  await page.getByText('已选中界点').waitFor();
  await edited(page, () => page.keyboard.press('Delete'));
  expect((await cellsOf(planner, planId)).get(code(5))?.geometry.coordinates.flat()).toHaveLength(9);

  // By the keyboard alone: the vertex nearest to the middle of the map, and the next one.
  await page.locator('[data-editor-map] canvas').focus();
  await page.keyboard.press('j');
  await page.getByText('已选中界点').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  for (const key of ['Shift+ArrowRight', 'ArrowUp', 'PageUp', 'Shift+ArrowUp'])
    await page.keyboard.press(key);
  await page.getByText('向东 10 米，向北 101 米').waitFor();
  await picture('editor-26-vertex-keys');
  await page.keyboard.press('Escape');
  await page.getByText('已选中界点').waitFor();
  await page.keyboard.press('Shift+ArrowRight');
  const still = await cellsOf(planner, planId);
  await edited(page, () => page.keyboard.press('Enter'));
  const nudged = await cellsOf(planner, planId);
  expect([...nudged].filter(([key, { id }]) => still.get(key)?.id !== id).length).toBeGreaterThan(1);
  await page.getByText('已选中界点').waitFor();
  await page.keyboard.press('Escape');
  await edited(page, () => page.keyboard.press('Control+z'));

  const before = await cellsOf(planner, planId);
  await dragTo(page, place(2, 1), place(2.3, 2.4));
  await picture('editor-07-crossing');
  await page.mouse.up();
  await page.getByRole('alert').getByText('边界相交').waitFor();
  expect(await cellsOf(planner, planId)).toEqual(before);

  await page.keyboard.press('Escape');
  await dragTo(page, place(2, 1), place(2.2, 1.2));
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(() => page.locator('[data-outbox]').getAttribute('data-outbox')).toBe('0');
  expect(await cellsOf(planner, planId)).toEqual(before);
  expect(complaints).toEqual([]);
});

/** When a notice appears; it goes again by itself, so it is waited for before what it tells of is done. */
const told = (page: Page, text: string) =>
  page
    .getByText(text)
    .first()
    .waitFor()
    .then(() => performance.now());

/** Two planners with the same draft open. */
async function openTwo() {
  const opened = await openDraft();
  await opened.planner.post('/api/accounts', {
    ...neighbour,
    displayName: '邻居规划员',
    grants: [{ role: 'planner', areaId: null }],
  });
  const mine = await openEditor(opened.url, opened.planId, administrator);
  const theirs = await openEditor(opened.url, opened.planId, neighbour);
  return { ...opened, mine, theirs };
}

test('shows within a second what somebody else has done, and both go on side by side', async () => {
  const { planId, planner, mine, theirs } = await openTwo();
  const heard = told(mine.page, '邻居规划员移动了边界');
  await dragTo(theirs.page, place(1, 1), place(1.2, 1.2));
  await theirs.page.mouse.up();
  await theirs.page.locator('[data-outbox="0"]').waitFor();
  const answeredAt = performance.now();
  // Both pages draw on the same two cores here; the server itself tells within half a second.
  expect((await heard) - answeredAt).toBeLessThan(4_000);
  const heardByThem = told(theirs.page, 'admin移动了边界');
  await edited(mine.page, async () => {
    await dragTo(mine.page, place(3, 2), place(3.2, 2.2));
    await mine.page.mouse.up();
  });
  await heardByThem;
  await mine.picture('editor-08-side-by-side');
  expect(await errorsOf(planner, planId)).toBe(0);
  expect([...mine.complaints, ...theirs.complaints]).toEqual([]);
});

test('shows both versions where two have dragged the same junction, and makes mine again when asked', async () => {
  const { planId, planner, mine, theirs } = await openTwo();
  await dragTo(mine.page, place(2, 1), place(2.2, 1.2));
  const heard = told(mine.page, '邻居规划员移动了边界');
  await edited(theirs.page, async () => {
    await dragTo(theirs.page, place(2, 1.5), place(1.8, 1.5));
    await theirs.page.mouse.up();
  });
  await heard;
  await mine.page.mouse.up();
  const card = mine.page.getByRole('alertdialog', { name: '别人刚改过同一网格' });
  await card.getByText('邻居规划员').waitFor();
  await mine.page.locator('[data-editor-map][data-map=idle]').waitFor();
  await mine.picture('editor-09-conflict');
  await card.getByRole('button', { name: '在现有方案上重做我的' }).click();
  await card.waitFor({ state: 'detached' });
  await expect.poll(() => mine.page.locator('[data-outbox]').getAttribute('data-outbox')).toBe('0');
  const now = await cellsOf(planner, planId);
  expect(touches(now.get(code(6)), place(2, 1))).toBe(false);
  expect(touches(now.get(code(6)), place(2, 1.5))).toBe(false);
  expect(await errorsOf(planner, planId)).toBe(0);
});

test('says when the draft is deleted by somebody else', async () => {
  const { url, planId, planner } = await openDraft();
  const { page, picture } = await openEditor(url, planId, administrator, /status of 404/);
  await planner.delete(`/api/plans/${planId}`);
  await page.getByRole('alert').getByText('该草案已被删除').waitFor();
  await picture('editor-29-ended');
});

test('keeps what was done while the server is away and sends it when it is back', async () => {
  const { url, planId, planner } = await openDraft();
  const { page, picture } = await openEditor(url, planId, administrator, /ERR_INTERNET_DISCONNECTED/);
  await dragTo(page, place(1, 1), place(1.2, 1.1));
  await page.context().setOffline(true);
  await page.mouse.up();
  await page.getByRole('alert').getByText('1 处改动保留在此页').waitFor();
  await dragTo(page, place(3, 1), place(3.2, 1.1));
  await page.mouse.up();
  await page.getByRole('alert').getByText('2 处改动保留在此页').waitFor();
  await picture('editor-10-offline');
  await page.context().setOffline(false);
  await page.locator('[data-outbox="0"]').waitFor();
  const cells = await cellsOf(planner, planId);
  expect([touches(cells.get(code(1)), place(1, 1)), touches(cells.get(code(4)), place(3, 1))]).toEqual([
    false,
    false,
  ]);
});

test('sets attributes of several cells at once, leaving alone what differs', async () => {
  const { url, planId, planner } = await openDraft();
  const { page, complaints } = await openEditor(url, planId, administrator);
  await tool(page, '框选');
  await dragTo(page, place(-0.2, -0.2), place(1.8, 0.3));
  await page.mouse.up();
  await page.getByText('已选 2 个网格').last().waitFor();
  await page.getByLabel('户数').fill('120');
  await edited(page, () => page.getByRole('button', { name: '保存属性' }).click());
  const { body } = await planner.get(`/api/plans/${planId}/cells`);
  const set = body.features.filter(
    (cell: { properties: { households: number } }) => cell.properties.households === 120,
  );
  expect(set.map((cell: { properties: { name: string } }) => cell.properties.name).sort()).toEqual([
    '第1格',
    '第2格',
  ]);
  expect(complaints).toEqual([]);
});

test('fits a phone, and says so in English', async () => {
  const { url, planId } = await openDraft();
  const { page, picture } = await openTab(url, { size: { width: 390, height: 844 } });
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByLabel('User name').fill(administrator.username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Account menu' }).waitFor();
  await page.goto(`${url}/plans/${planId}/edit`);
  await page.locator('[data-editor-map][data-map=idle]').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await clickAt(page, place(0.25, 0.25));
  await page.getByRole('button', { name: 'Cells and proof' }).click();
  await page.getByText('1 cell selected').last().waitFor();
  await picture('editor-11-phone');
  await page.getByRole('button', { name: 'Lock the border with', exact: false }).first().click();
  await page.getByText('1 locked border').scrollIntoViewIfNeeded();
  await picture('editor-28-phone-locked');
  await page.getByRole('button', { name: 'Cells and proof' }).click();
  await tool(page, 'Adjust');
  const adjusting = page.getByRole('dialog', { name: 'Adjust cells' });
  await adjusting.getByLabel('Keep the selected cell as it is').uncheck();
  await picture('editor-22-phone-adjust');
  await adjusting.getByRole('button', { name: 'Make proposals' }).click();
  await adjusting.getByText('All cells are within tolerance').waitFor({ timeout: 60_000 });
  await picture('editor-23-phone-proposals');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Cells and proof' }).click();
  await page.getByRole('radiogroup', { name: 'Cells and proof' }).getByText('Proof').click();
  await page.getByRole('button', { name: 'Thresholds' }).click();
  await page.getByRole('button', { name: 'Add a usage' }).click();
  await picture('editor-24-phone-thresholds');
});

test('finds a gap, shows what its repair would make, mends it with one click, and publishes', async () => {
  await createAdministrator({ db }, administrator.username, password);
  const cells = latticeCells(columns, rows).filter(({ id }) => id !== 6);
  const { planId } = await makeDraft(db, [west, south, east, north], cells);
  const client = await startServer(db);
  const planner = await client.signIn(administrator.username, password);
  const { page, picture, complaints } = await openEditor(client.url, planId, administrator);
  await page.getByRole('radiogroup', { name: '网格与验证' }).getByText('验证').click();
  await page.getByText('1 处错误').waitFor();
  await page.getByTitle('在地图上定位').first().click();
  const shared = page.getByRole('toolbar', { name: '由相邻网格就近分割', exact: true });
  await shared.getByRole('button', { name: '预览' }).click();
  await shared.getByText('改为 4 个网格，消除 1 处问题').waitFor();
  await page.locator('[data-editor-map][data-map=idle]').waitFor();
  await picture('editor-30-split-preview');
  const repair = page.getByRole('toolbar', { name: '单独成为一个网格' });
  await repair.getByRole('button', { name: '预览' }).click();
  await repair.getByText('消除 1 处问题').waitFor();
  await page.locator('[data-editor-map][data-map=idle]').waitFor();
  await picture('editor-12-repair-preview');
  await edited(page, () => repair.getByRole('button', { name: '应用' }).click());
  await page.getByText('验证通过').waitFor();
  await picture('editor-13-proved');
  expect((await cellsOf(planner, planId)).size).toBe(12);
  await page.getByRole('button', { name: '验证并发布' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('验证通过').waitFor();
  await dialog.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByText('只有草案可以编辑').waitFor();
  expect(complaints).toEqual([]);
});

/** Gives an area the outline of the district of Kundulun, as a map service drew it; where there is no real data it stays a box. */
async function giveRealOutline(areaId: number): Promise<void> {
  const outline = readFileSync(join(dataFolder, 'admin/vonng-adcode/fences/150203.json'), 'utf8');
  await db.raw(
    `update areas set geometry = st_multi(shape), interior_point = st_pointonsurface(shape),
       area_square_metres = st_area(shape::geography)
     from (select st_setsrid(st_geomfromgeojson(:outline), 4326) as shape) given where id = :areaId`,
    { areaId, outline },
  );
  await db('revisions').where({ name: 'areas' }).increment('revision', 1);
}

test('fills an empty draft with hexagons, then with balanced cells, and says how well they are balanced', async () => {
  await createAdministrator({ db }, administrator.username, password);
  const { planId, villageId } = await makeDraft(db, [west, south, east, north], []);
  if (withData) await giveRealOutline(villageId);
  const client = await startServer(db);
  const planner = await client.signIn(administrator.username, password);
  const { page, picture, complaints } = await openEditor(client.url, planId, administrator);
  await page.getByText('这里还没有网格').waitFor();
  const dialog = page.getByRole('dialog');
  const generate = async (method: string, fill: () => Promise<void>) => {
    await page.getByRole('button', { name: '生成网格' }).click();
    await dialog.getByLabel('方法').selectOption(method);
    await fill();
    await dialog.getByRole('button', { name: '生成', exact: true }).click();
  };
  await generate('hex', () => dialog.getByLabel('六角格对边距（米）').fill(withData ? '3000' : '700'));
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(/视野内 [1-9]\d* 个网格/).waitFor();
  await page.locator('[data-editor-map][data-map=idle]').waitFor();
  await picture('editor-14-hexagons');

  await generate('balanced', () => dialog.getByLabel('网格数').fill('6'));
  await dialog.getByRole('table', { name: '均衡结果' }).waitFor({ timeout: 60_000 });
  await picture('editor-15-balanced');
  await dialog.getByRole('button', { name: '完成' }).click();
  await page.getByText('视野内 6 个网格').waitFor();
  await page.locator('[data-editor-map][data-map=idle]').waitFor();
  await picture('editor-16-balanced-cells');
  expect(await errorsOf(planner, planId)).toBe(0);
  await edited(page, () => page.keyboard.press('Control+z'));
  expect((await cellsOf(planner, planId)).size).toBeGreaterThan(6);
  expect(complaints).toEqual([]);
});

/** A layer of households over all cells, four times as heavy in the westernmost. */
async function makeHomes(areaId: number): Promise<void> {
  const [layer] = await db('layers')
    .insert({ kind: 'points', name: '牧户', scope_area_id: areaId })
    .returning('id');
  const homes = Array.from({ length: columns * rows * 40 }, (_, index) => {
    const column = (((index * 7919) % 480) / 480) * columns;
    const [lon, lat] = place(column, (((index * 104_729) % 479) / 479) * rows);
    return { lon, lat, weight: column < 1 ? 4 : 1 };
  });
  await db.raw(
    `insert into layer_features (layer_id, index, geometry, weight)
     select :id, ordinality, st_setsrid(st_makepoint((home ->> 'lon')::float8, (home ->> 'lat')::float8), 4326), (home ->> 'weight')::float8
     from jsonb_array_elements(:homes::jsonb) with ordinality as given(home, ordinality)`,
    { id: layer.id, homes: JSON.stringify(homes) },
  );
}

test('proposes how to bring cells into balance, keeps the selected one, uses a proposal and takes it back', async () => {
  await createAdministrator({ db }, administrator.username, password);
  const { planId, villageId } = await makeDraft(db, [west, south, east, north], latticeCells(columns, rows));
  await makeHomes(villageId);
  const client = await startServer(db);
  const planner = await client.signIn(administrator.username, password);
  const { page, picture, complaints } = await openEditor(client.url, planId, administrator);
  const first = await cellsOf(planner, planId);
  await clickAt(page, place(3.25, 0.25));
  await page.getByText('已选 1 个网格').last().waitFor();
  await page.getByRole('button', { name: '锁定与“第3格”的边界' }).click();
  await tool(page, '锁定边界');
  await clickAt(page, place(1, 1.25));
  await page.getByText('已锁定 2 条边界').waitFor();
  await picture('editor-27-locked');
  await page.getByRole('button', { name: '解锁边界：第3格 ↔ 第4格' }).click();
  await page.getByText('已锁定 1 条边界').waitFor();

  await tool(page, '调整');
  const dialog = page.getByRole('dialog', { name: '调整网格' });
  await dialog.getByLabel('均衡什么').selectOption({ index: 1 });
  await dialog.getByLabel('允许偏差').fill('90');
  await dialog.getByRole('button', { name: '计算方案' }).click();
  await dialog.getByText('1 到 50').waitFor();
  await dialog.getByLabel('允许偏差').fill('15');
  await dialog.getByLabel('所选的 1 个网格保持原样').waitFor();
  expect(await dialog.getByLabel('已锁定的 1 条边界保持不动').isChecked()).toBe(true);
  await picture('editor-17-adjust');
  await dialog.getByRole('button', { name: '计算方案' }).click();
  const table = dialog.getByRole('table', { name: '调整方案' });
  await table.waitFor({ timeout: 60_000 });
  expect(await table.getByRole('rowheader').allTextContents()).toEqual([
    '现状',
    '最均衡',
    '偏重均衡',
    '偏重稳定',
    '几乎不动',
  ]);
  await picture('editor-18-proposals');
  await page.setViewportSize({ width: 390, height: 844 });
  await picture('editor-25-phone-proposals');
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(await cellsOf(planner, planId)).toEqual(first);

  await edited(page, () => table.getByRole('button', { name: '采用：最均衡' }).click());
  await dialog.waitFor({ state: 'detached' });
  const adjusted = await cellsOf(planner, planId);
  expect(new Set(adjusted.keys())).toEqual(new Set(first.keys()));
  expect(adjusted.get(code(4))?.id).toBe(first.get(code(4))?.id);
  expect([...adjusted].filter(([key, cell]) => first.get(key)?.id !== cell.id).length).toBeGreaterThan(1);
  for (const y of [1, 1.5, 2])
    expect([...adjusted.values()].filter((cell) => touches(cell, place(1, y))).length).toBeGreaterThan(1);
  expect(await errorsOf(planner, planId)).toBe(0);
  await picture('editor-19-adjusted');
  await edited(page, () => page.keyboard.press('Control+z'));
  expect(await cellsOf(planner, planId)).toEqual(first);
  expect(complaints).toEqual([]);
});

test('sets the thresholds of a plan, proves it by them, and leaves what is empty by default', async () => {
  const { url, planId, planner } = await openDraft();
  const { page, picture, complaints } = await openEditor(url, planId, administrator);
  await page.getByRole('radiogroup', { name: '网格与验证' }).getByText('验证').click();
  await page.getByText('0 处错误').waitFor();
  await page.getByRole('button', { name: '阈值' }).click();
  const dialog = page.getByRole('dialog', { name: '验证阈值' });
  expect(await dialog.getByLabel('不均衡').getAttribute('placeholder')).toBe('50');
  await dialog.getByLabel('不均衡').fill('20');
  await dialog.getByRole('button', { name: '添加用途' }).click();
  await dialog.getByLabel('面积至多').fill('0');
  await dialog.getByRole('button', { name: '保存并验证' }).click();
  await dialog.getByText('应大于 0').waitFor();
  await dialog.getByLabel('面积至多').fill('200000');
  await picture('editor-20-thresholds');
  await edited(page, () => dialog.getByRole('button', { name: '保存并验证' }).click());
  await page.getByText('12 处提醒').waitFor();
  await page.getByText('过大', { exact: true }).waitFor();
  await picture('editor-21-too-large');
  expect((await planner.get(`/api/plans/${planId}`)).body.limits).toEqual({
    mostImbalance: 0.2,
    sizes: { '*': { mostSquareMetres: 200_000 } },
  });
  expect(complaints).toEqual([]);
});
