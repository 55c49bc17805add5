import { encode } from 'fast-png';
import type { Knex } from 'knex';
import type { BitWindow } from './bit-window.ts';
import { type CellRaster, gridX, gridY } from './cell-raster.ts';
import type { SweptDay } from './held-days.ts';
import type { Shown } from './sweep-looks.ts';
import type { SweptGround } from './swept-ground.ts';
import { type CellUnion, type DayWindow, unionOfDays, windowAt } from './union-of-days.ts';

/** The number of a tile of the web's Mercator grid. */
export type TileAddress = { z: number; x: number; y: number };

const tilePixels = 256;
/** Swept once, and on two days or more: red, green, blue, opacity. */
const shades = { once: [37, 99, 235, 70], repeatedly: [30, 64, 175, 120] } as const;

/** What was swept of the cells of a tile on the days, as a picture (PNG, 256 pixels each way, clear elsewhere), and of which. */
export async function sweepTile(
  db: Knex,
  ground: SweptGround,
  days: readonly SweptDay[],
  address: TileAddress,
  isShown: (cellId: number) => boolean,
): Promise<{ picture: Uint8Array; shown: Shown }> {
  const data = new Uint8Array(4 * tilePixels * tilePixels);
  const bounds = boundsOf(address);
  const swept = new Map<number, CellUnion>();
  for (const index of ground.within(bounds)) {
    const cellId = ground.cellIdAt(index);
    const union = isShown(cellId) ? unionOfDays(windowsOf(days, cellId)) : undefined;
    if (union) swept.set(index, union);
  }
  const rasters = await ground.rasters(db, [...swept.keys()]);
  for (const [index, union] of swept) {
    const raster = rasters.get(index);
    if (raster) paint(data, address, union, raster, ground.boundsAt(index));
  }
  const cellIds = new Set([...swept.keys()].map(ground.cellIdAt));
  return {
    picture: encode({ width: tilePixels, height: tilePixels, data, channels: 4, depth: 8 }),
    shown: { cellIds, bounds, days: days.map(({ day }) => day) },
  };
}

function windowsOf(days: readonly SweptDay[], cellId: number): DayWindow[] {
  const windows: DayWindow[] = [];
  for (const day of days) {
    let [low, high] = [0, day.cellId.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((day.cellId[middle] ?? 0) < cellId) low = middle + 1;
      else high = middle;
    }
    if (day.cellId[low] === cellId) windows.push(windowAt(day, low));
  }
  return windows;
}

/** Asks of every pixel of the tile whose middle may lie in the cell whether it was swept. */
function paint(
  data: Uint8Array,
  { z, x, y }: TileAddress,
  { once, repeatedly }: CellUnion,
  raster: CellRaster,
  [west, south, east, north]: readonly [number, number, number, number],
): void {
  const size = tilePixels * 2 ** z;
  const column = (lon: number) => ((lon + 180) / 360) * size - x * tilePixels;
  const row = (lat: number) => {
    const sine = Math.sin((lat * Math.PI) / 180);
    return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size - y * tilePixels;
  };
  const lastColumn = Math.min(tilePixels - 1, Math.ceil(column(east)));
  const lastRow = Math.min(tilePixels - 1, Math.ceil(row(south)));
  for (let line = Math.max(0, Math.floor(row(north))); line <= lastRow; line++) {
    const lat = latOf(z, y + (line + 0.5) / tilePixels);
    for (let place = Math.max(0, Math.floor(column(west))); place <= lastColumn; place++) {
      const lon = lonOf(z, x + (place + 0.5) / tilePixels);
      const [across, up] = [gridX(raster.grid, lon, lat), gridY(raster.grid, lon, lat)];
      if (!isSet(once, across, up)) continue;
      const shade = isSet(repeatedly, across, up) ? shades.repeatedly : shades.once;
      data.set(shade, 4 * (line * tilePixels + place));
    }
  }
}

function isSet({ firstWord, words, firstRow, rows, bits }: BitWindow, x: number, y: number): boolean {
  const [column, row] = [Math.floor(x), Math.floor(y) - firstRow];
  const word = (column >> 5) - firstWord;
  if (row < 0 || row >= rows || word < 0 || word >= words) return false;
  return (((bits[row * words + word] ?? 0) >>> (column & 31)) & 1) === 1;
}

function boundsOf({ z, x, y }: TileAddress): [number, number, number, number] {
  return [lonOf(z, x), latOf(z, y + 1), lonOf(z, x + 1), latOf(z, y)];
}

const lonOf = (z: number, x: number) => (x / 2 ** z) * 360 - 180;
const latOf = (z: number, y: number) =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI;
