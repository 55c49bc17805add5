import type { Knex } from 'knex';
import type { Page } from 'playwright-core';
import { keepCells, putPlanCells } from '../../../server/plans/cell-store.ts';
import type { Outlined } from '../../../web/plan-editor/borders/borders.ts';
import type { LonLat } from '../../../web/plan-editor/borders/position.ts';
import { openTab, type Tab } from '../../support/browser.ts';
import { makeArea, makePlan } from '../../support/district.ts';

/** A draft of these cells over a village that they fill; codes and names count from 1. */
export async function makeDraft(
  db: Knex,
  box: readonly [number, number, number, number],
  cells: readonly Outlined[],
): Promise<{ planId: number; villageId: number }> {
  const villageId = await makeArea(db, { kind: 'village', box, name: '巴彦嘎查' });
  const planId = await makePlan(db, { scopeAreaId: villageId });
  const outlines = cells.map(({ geometry }) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    return polygons.map((rings) => rings.map((ring) => Float64Array.from(ring.flat())));
  });
  await db.transaction(async (trx) => {
    const kept = await keepCells(trx, outlines);
    const rows = kept.map(({ cellId }, index) => ({
      cellId,
      code: `150724000000${String(index + 1).padStart(3, '0')}`,
      name: `第${index + 1}格`,
      ownerAreaId: villageId,
      usage: 'pasture',
    }));
    await putPlanCells(trx, planId, rows);
  });
  await db('plans').where({ id: planId }).increment('revision', 1);
  return { planId, villageId };
}

/** A tab with a plan in the editor, signed in already; `expected` are complaints that the test brings about. */
export async function openEditor(
  url: string,
  planId: number,
  account: { username: string; password: string },
  expected?: RegExp,
): Promise<Tab> {
  const tab = await openTab(url, {
    account,
    path: `/plans/${planId}/edit`,
    size: { width: 1280, height: 720 },
    ...(expected && { expected }),
  });
  await tab.page.getByText(/视野内 \d+ 个网格/).waitFor();
  await tab.page.locator('[data-editor-map][data-map=idle]').waitFor();
  return tab;
}

const mercator = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));

/** Where a place on the map is on the screen. */
async function pixelOf(page: Page, [lon, lat]: LonLat): Promise<{ x: number; y: number }> {
  const map = page.locator('[data-editor-map]');
  const box = await map.boundingBox();
  const view = (await map.getAttribute('data-view'))?.split(',').map(Number);
  if (!box || !view) throw new Error('The map has no place.');
  const [west = 0, south = 0, east = 0, north = 0] = view;
  return {
    x: box.x + ((lon - west) / (east - west)) * box.width,
    y: box.y + ((mercator(north) - mercator(lat)) / (mercator(north) - mercator(south))) * box.height,
  };
}

export async function clickAt(page: Page, ...places: LonLat[]): Promise<void> {
  for (const place of places) {
    const { x, y } = await pixelOf(page, place);
    await page.mouse.click(x, y);
  }
}

/** Presses at one place, unless that was done before, and goes to another without letting go. */
export async function dragTo(page: Page, from: LonLat, to: LonLat, { isDown = false } = {}): Promise<void> {
  const [start, end] = [await pixelOf(page, from), await pixelOf(page, to)];
  await page.mouse.move(start.x, start.y);
  if (!isDown) await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 3 });
  await page.mouse.move(end.x, end.y, { steps: 3 });
}

const saveState = (page: Page) => page.locator('[data-outbox]');

/** Does something that makes one edit, and waits until the server has answered it. */
export async function edited(page: Page, work: () => Promise<void>): Promise<void> {
  const before = Number(await saveState(page).getAttribute('data-revision'));
  await work();
  await page.locator(`[data-outbox="0"][data-revision="${before + 1}"]`).waitFor({ timeout: 15_000 });
  await page.locator('[data-editor-map][data-map=idle]').waitFor();
}

type Finger = {
  /** A short touch at a place. */
  tap: (at: LonLat) => Promise<void>;
  /** Presses at the first place and goes to the others, one after the other; `hold` does something before it lets go. */
  drag: (places: readonly LonLat[], hold?: () => Promise<void>) => Promise<void>;
  /** Presses at the first place, sets a second finger down at the other one, and draws both together. */
  pinch: (one: LonLat, other: LonLat) => Promise<void>;
};

/** A finger on the map of a page, as the browser has it from a screen that is touched. */
export async function fingerOn(page: Page): Promise<Finger> {
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', ...places: LonLat[]) => {
    const touchPoints = await Promise.all(places.map((at) => pixelOf(page, at)));
    await browser.send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  return {
    tap: async (at) => {
      await touch('touchStart', at);
      await touch('touchEnd');
    },
    drag: async ([from, ...others], hold = async () => {}) => {
      if (!from) return;
      await touch('touchStart', from);
      let [lon, lat] = from;
      for (const [x, y] of others) {
        for (const share of [0.25, 0.5, 0.75, 1])
          await touch('touchMove', [lon + share * (x - lon), lat + share * (y - lat)]);
        [lon, lat] = [x, y];
      }
      await hold();
      await touch('touchEnd');
    },
    pinch: async ([west, south], [east, north]) => {
      await touch('touchStart', [west, south]);
      await touch('touchStart', [west, south], [east, north]);
      const pixels = [await pixelOf(page, [west, south]), await pixelOf(page, [east, north])];
      const [x, y] = [0, 1].map((axis) =>
        pixels.reduce((sum, pixel) => sum + (axis === 0 ? pixel.x : pixel.y) / 2, 0),
      );
      for (const share of [0.1, 0.2, 0.3, 0.4])
        await browser.send('Input.dispatchTouchEvent', {
          type: 'touchMove',
          touchPoints: pixels.map((pixel) => ({
            x: pixel.x + share * ((x ?? 0) - pixel.x),
            y: pixel.y + share * ((y ?? 0) - pixel.y),
          })),
        });
      await touch('touchEnd');
    },
  };
}
