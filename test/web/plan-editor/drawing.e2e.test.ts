import { expect, test } from 'vitest';
import { createAdministrator } from '../../../server/accounts/administrator.ts';
import type { LonLat } from '../../../web/plan-editor/borders/position.ts';
import { openTab } from '../../support/browser.ts';
import type { Client } from '../../support/client.ts';
import { testDatabase } from '../../support/database.ts';
import { startServer } from '../../support/server.ts';
import { clickAt, dragTo, edited, fingerOn, makeDraft, openEditor } from './editor-page.ts';
import { latticeCells, latticePoint } from './lattice.ts';

const { db } = await testDatabase();
const account = { username: 'admin', password: 'a password of the test' };
const [columns, rows] = [4, 3];
const place = (column: number, row: number): LonLat => latticePoint(column, row);

async function openDraft() {
  await createAdministrator({ db }, account.username, account.password);
  const [west, south] = place(0, 0);
  const [east, north] = place(columns, rows);
  const { planId } = await makeDraft(db, [west, south, east, north], latticeCells(columns, rows));
  const client = await startServer(db);
  return { url: client.url, planId, planner: await client.signIn(account.username, account.password) };
}

type Cells = Map<string, { rings: LonLat[][]; squareMetres: number }>;

async function cellsOf(planner: Client, planId: number): Promise<Cells> {
  const { body } = await planner.get(`/api/plans/${planId}/cells?limit=1000`);
  return new Map(
    body.features.map(
      (cell: {
        geometry: { coordinates: LonLat[][] };
        properties: { code: string; areaSquareMetres: number };
      }) => [
        cell.properties.code,
        { rings: cell.geometry.coordinates, squareMetres: cell.properties.areaSquareMetres },
      ],
    ),
  );
}

/** The cells that were not there before. */
const fresh = (before: Cells, now: Cells) =>
  [...now].flatMap(([code, cell]) => (before.has(code) ? [] : [cell]));

/** The cells that have a vertex within a few metres of a place. */
const meeting = (cells: Cells, [lon, lat]: LonLat) =>
  [...cells].flatMap(([code, { rings }]) =>
    rings.flat().some(([x, y]) => Math.hypot(x - lon, y - lat) < 2e-4) ? [code] : [],
  );

const errorsOf = async (planner: Client, planId: number): Promise<number> =>
  (await planner.get(`/api/plans/${planId}/problems`)).body.errors;

/** What a cell of the lattice covers. */
const cellOf = (cells: Cells) => [...cells.values()][0]?.squareMetres ?? 0;

test('draws a rectangle by its corners and an outline by hand; browsers opened later take both back and make them again', async () => {
  const { url, planId, planner } = await openDraft();
  const { page, picture, complaints } = await openEditor(url, planId, account);
  const first = await cellsOf(planner, planId);

  await page.keyboard.press('r');
  await edited(page, async () => {
    await dragTo(page, place(0.5, 0.5), place(1.5, 1.5));
    await picture('drawing-01-rectangle');
    await page.mouse.up();
  });
  const boxed = await cellsOf(planner, planId);
  const [rectangle, ...noMore] = fresh(first, boxed);
  expect(noMore).toEqual([]);
  expect((rectangle?.squareMetres ?? 0) / cellOf(first)).toBeCloseTo(1, 1);
  // Its corners are in the middle of the cells around a junction, which is no vertex of anybody's any more.
  expect(meeting(boxed, place(1, 1))).toEqual([]);

  await page.keyboard.press('f');
  const loop: LonLat[] = Array.from({ length: 25 }, (_, step) => {
    const turn = (2 * Math.PI * step) / 24;
    return place(3 + 0.4 * Math.cos(turn), 2 + 0.4 * Math.sin(turn));
  });
  await edited(page, async () => {
    for (let step = 1; step < loop.length; step += 1)
      await dragTo(page, loop[step - 1] ?? [0, 0], loop[step] ?? [0, 0], { isDown: step > 1 });
    await picture('drawing-02-freehand');
    await page.mouse.up();
  });
  const drawn = await cellsOf(planner, planId);
  const [circle, ...noMoreNow] = fresh(boxed, drawn);
  expect(noMoreNow).toEqual([]);
  expect((circle?.squareMetres ?? 0) / cellOf(first)).toBeCloseTo(Math.PI * 0.4 ** 2, 1);
  expect(circle?.rings[0]?.length).toBeLessThan(26);
  expect(await errorsOf(planner, planId)).toBe(0);
  expect(complaints).toEqual([]);

  // Another browser, another day: what can be taken back and made again is on the server.
  await page.close();
  const { page: later } = await openEditor(url, planId, account);
  for (const keys of ['Control+z', 'Control+z']) await edited(later, () => later.keyboard.press(keys));
  expect(await cellsOf(planner, planId)).toEqual(first);
  await later.close();
  const { page: last } = await openEditor(url, planId, account);
  for (const keys of ['Control+Shift+z', 'Control+y']) await edited(last, () => last.keyboard.press(keys));
  expect(await cellsOf(planner, planId)).toEqual(drawn);
});

test('a finger drags a junction, draws, and splits; two fingers draw nothing', async () => {
  const { url, planId, planner } = await openDraft();
  const { page, picture, complaints } = await openTab(url, {
    account,
    path: `/plans/${planId}/edit`,
    size: { width: 390, height: 844 },
  });
  await page.locator('[data-editor-map][data-map=idle]').waitFor();
  const finger = await fingerOn(page);
  const first = await cellsOf(planner, planId);
  const junction = meeting(first, place(2, 1));
  expect(junction).toHaveLength(4);

  const to = place(2.3, 1.3);
  await edited(page, () => finger.drag([place(2, 1), to], () => picture('drawing-03-finger-drags')));
  const dragged = await cellsOf(planner, planId);
  expect([meeting(dragged, place(2, 1)), meeting(dragged, to)]).toEqual([[], junction]);

  await page.getByRole('button', { name: '画矩形', exact: true }).click();
  await edited(page, () => finger.drag([place(0.2, 2.2), place(0.8, 2.8)]));
  expect(fresh(dragged, await cellsOf(planner, planId))).toHaveLength(1);
  await edited(page, () => page.getByRole('button', { name: '撤销', exact: true }).click());

  await page.getByRole('button', { name: '手绘', exact: true }).click();
  await edited(page, () =>
    finger.drag([place(3.2, 2.2), place(3.8, 2.2), place(3.8, 2.8), place(3.2, 2.8), place(3.2, 2.3)]),
  );
  expect(fresh(dragged, await cellsOf(planner, planId))).toHaveLength(1);
  await edited(page, () => page.getByRole('button', { name: '撤销', exact: true }).click());

  // A second finger moves the map: what the first has begun is no drawing.
  await page.getByRole('button', { name: '手绘', exact: true }).click();
  const seen = await page.locator('[data-editor-map]').getAttribute('data-view');
  await finger.pinch(place(1.5, 0.5), place(2.5, 2.5));
  await expect.poll(() => page.locator('[data-editor-map]').getAttribute('data-view')).not.toBe(seen);
  await page.locator('[data-editor-map][data-map=idle]').waitFor();
  expect(await page.getByText('已落').count()).toBe(0);
  expect(await cellsOf(planner, planId)).toEqual(dragged);

  await page.getByRole('button', { name: '用线分割', exact: true }).click();
  for (const at of [place(-0.2, 0.4), place(0.5, 0.6), place(1.2, 0.4)]) await finger.tap(at);
  await page.getByText('已落 3 点').waitFor();
  await picture('drawing-04-finger-splits');
  await edited(page, () => page.getByRole('button', { name: '完成', exact: true }).click());
  const split = await cellsOf(planner, planId);
  expect([split.size, await errorsOf(planner, planId)]).toEqual([first.size + 1, 0]);
  expect(complaints).toEqual([]);
});

test('selects, splits, draws, merges and deletes by the keyboard alone', async () => {
  const { url, planId, planner } = await openDraft();
  const { page, picture, complaints } = await openEditor(url, planId, account);
  const first = await cellsOf(planner, planId);
  const map = page.locator('[data-editor-map]');
  const canvas = map.locator('canvas');
  /** Moves the map under its middle, as far as an arrow key does. */
  const pan = async (...keys: string[]) => {
    for (const key of keys) {
      const before = await map.getAttribute('data-view');
      await page.keyboard.press(key);
      await expect.poll(() => map.getAttribute('data-view')).not.toBe(before);
      await page.locator('[data-editor-map][data-map=idle]').waitFor();
    }
  };
  await canvas.focus();
  await pan('Equal');
  await page.keyboard.press('p');
  await page.keyboard.press('Space');
  await pan('ArrowRight');
  await page.keyboard.press('Space');
  await pan('ArrowDown');
  await page.keyboard.press('Space');
  await page.getByText('已落 3 点').waitFor();
  await picture('drawing-05-keys');
  await edited(page, () => page.keyboard.press('Enter'));
  const drawn = await cellsOf(planner, planId);
  const [triangle, ...noMore] = fresh(first, drawn);
  expect(noMore).toEqual([]);
  expect(triangle?.rings[0]?.length).toBeGreaterThan(3);

  // What was drawn is selected; a line through it splits it alone.
  await page.getByText('已选 1 个网格').last().waitFor();
  await page.keyboard.press('s');
  await pan('ArrowLeft', 'ArrowLeft', 'ArrowUp');
  await page.keyboard.press('Space');
  await pan('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown');
  await page.keyboard.press('Space');
  await edited(page, () => page.keyboard.press('Enter'));
  expect((await cellsOf(planner, planId)).size).toBe(drawn.size + 1);
  await page.getByText('已选 2 个网格').last().waitFor();
  await page.keyboard.press('v');
  await edited(page, () => page.keyboard.press('m'));
  expect((await cellsOf(planner, planId)).size).toBe(drawn.size);
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').waitFor();
  // From who gets the land past the button that gives up to the one that deletes.
  for (const key of ['Tab', 'Tab']) await page.keyboard.press(key);
  await edited(page, () => page.keyboard.press('Enter'));
  expect((await cellsOf(planner, planId)).size).toBe(first.size);
  for (let step = 0; step < 4; step += 1) await edited(page, () => page.keyboard.press('Control+z'));
  expect(await cellsOf(planner, planId)).toEqual(first);
  expect(complaints).toEqual([]);
});

test('what is drawn clings to a road that was loaded, and to nothing when told so', async () => {
  const { url, planId, planner } = await openDraft();
  const { scope_area_id: scopeAreaId } = await db('plans').where({ id: planId }).first('scope_area_id');
  const [layer] = await db('layers')
    .insert({ kind: 'lines', name: '省道', scope_area_id: scopeAreaId })
    .returning('id');
  const [from, to] = [place(0.3, 1.3), place(3.7, 1.6)];
  await db.raw(
    `insert into layer_features (layer_id, index, geometry, class)
     select :layer, 1, st_setsrid(st_geomfromgeojson(:line), 4326), 'highway=primary'`,
    { layer: layer.id, line: JSON.stringify({ type: 'LineString', coordinates: [from, to] }) },
  );
  const onRoad = (column: number): LonLat => place(column, 1.3 + (0.3 * (column - 0.3)) / 3.4);
  const aside = ([lon, lat]: LonLat): LonLat => [lon, lat + 0.00015];
  /** How far a place is from the road, in degrees of latitude. */
  const offRoad = ([lon, lat]: LonLat) =>
    Math.abs(lat - (from[1] + ((to[1] - from[1]) * (lon - from[0])) / (to[0] - from[0])));
  const { page, picture, complaints } = await openEditor(url, planId, account);
  await page.getByRole('button', { name: '参考线', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: '省道' }).click();
  await page.keyboard.press('Escape');
  await page.locator('[data-editor-map][data-map=idle]').waitFor();

  const drawBeside = async (top: LonLat): Promise<LonLat[]> => {
    const before = await cellsOf(planner, planId);
    await page.keyboard.press('p');
    await clickAt(page, aside(onRoad(1.5)), aside(onRoad(2.4)), top);
    await picture('drawing-06-beside-a-road');
    await edited(page, () => page.keyboard.press('Enter'));
    const ring = fresh(before, await cellsOf(planner, planId))[0]?.rings[0] ?? [];
    return [onRoad(1.5), onRoad(2.4)].map(
      ([lon]) => ring.toSorted((a, b) => Math.abs(a[0] - lon) - Math.abs(b[0] - lon))[0] ?? [0, 0],
    );
  };
  for (const vertex of await drawBeside(place(1.9, 2.4))) expect(offRoad(vertex)).toBeLessThan(2e-7);
  await edited(page, () => page.keyboard.press('Control+z'));
  await page.getByRole('button', { name: '吸附', exact: true }).click();
  for (const vertex of await drawBeside(place(1.9, 2.4))) expect(offRoad(vertex)).toBeGreaterThan(1e-4);
  expect(complaints).toEqual([]);
});
