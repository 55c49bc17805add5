import type { DeviceKind } from '../tracks/thresholds.ts';
import { emptyWindow, keepCommon, setSpan } from './bit-window.ts';
import { setCapsule } from './capsule.ts';
import { type CellRaster, gridX, gridY } from './cell-raster.ts';
import type { Legs } from './legs.ts';
import { movementOf } from './movement.ts';
import type { CellSweep } from './packed-sweep.ts';
import { type Reach, reachOf } from './reach.ts';

/** Legs that may sweep something of a cell, by their places in the columns. */
export type LegsNear = { legs: Legs; places: readonly number[]; kind: DeviceKind };

/** The capsules of a cell, five numbers each: both ends and the reach in pixels. */
let capsules = new Float64Array(5 * 1024);

/** What of a cell the legs sweep: pixels of the cell whose centres lie within reach of one. Undefined for nothing. */
export function sweepOf(
  cellId: number,
  raster: CellRaster,
  reach: Reach,
  { legs, places, kind }: LegsNear,
): CellSweep | undefined {
  const { grid, columns, rows, pixelMetres } = raster;
  if (capsules.length < 5 * places.length) capsules = new Float64Array(10 * places.length);
  let [west, south, east, north] = [columns, rows, 0, 0];
  let end = 0;
  for (const place of places) {
    const speed = legs.metresPerSecond[place] ?? 0;
    const metres = reachOf(reach, movementOf(kind, speed, legs.isLookout[place] ?? false), speed);
    if (metres === 0) continue;
    const pixels = metres / pixelMetres;
    const [fromLon, fromLat] = [legs.fromLon[place] ?? 0, legs.fromLat[place] ?? 0];
    const [toLon, toLat] = [legs.toLon[place] ?? 0, legs.toLat[place] ?? 0];
    const [ax, ay] = [gridX(grid, fromLon, fromLat), gridY(grid, fromLon, fromLat)];
    const [bx, by] = [gridX(grid, toLon, toLat), gridY(grid, toLon, toLat)];
    const [left, right] = [Math.min(ax, bx) - pixels, Math.max(ax, bx) + pixels];
    const [bottom, top] = [Math.min(ay, by) - pixels, Math.max(ay, by) + pixels];
    if (right < 0 || top < 0 || left > columns || bottom > rows) continue;
    west = Math.min(west, left);
    south = Math.min(south, bottom);
    east = Math.max(east, right);
    north = Math.max(north, top);
    capsules[end] = ax;
    capsules[end + 1] = ay;
    capsules[end + 2] = bx;
    capsules[end + 3] = by;
    capsules[end + 4] = pixels;
    end += 5;
  }
  if (end === 0) return undefined;
  const window = emptyWindow(
    Math.max(0, Math.floor(west)),
    Math.max(0, Math.floor(south)),
    Math.min(columns, Math.ceil(east)),
    Math.min(rows, Math.ceil(north)),
  );
  for (let at = 0; at < end; at += 5)
    setCapsule(
      window,
      capsules[at] ?? 0,
      capsules[at + 1] ?? 0,
      capsules[at + 2] ?? 0,
      capsules[at + 3] ?? 0,
      capsules[at + 4] ?? 0,
    );
  keepCommon(window, landIn(raster, window));
  if (window.bits.every((word) => word === 0)) return undefined;
  return { cellId, pixels: raster.pixels, ...window };
}

/** The pixels of the cell in the extent of a window. */
function landIn({ spans, spanStarts }: CellRaster, extent: ReturnType<typeof emptyWindow>) {
  const land = { ...extent, bits: new Uint32Array(extent.bits.length) };
  for (let row = extent.firstRow; row < extent.firstRow + extent.rows; row++)
    for (let span = spanStarts[row] ?? 0; span < (spanStarts[row + 1] ?? 0); span++)
      setSpan(land, row, spans[2 * span] ?? 0, spans[2 * span + 1] ?? 0);
  return land;
}
