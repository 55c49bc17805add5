import type { DeviceKind } from '../tracks/thresholds.ts';
import { emptyWindow, keepCommon, setSpan } from './bit-window.ts';
import { setCapsule } from './capsule.ts';
import type { CellRaster } from './cell-raster.ts';
import type { Legs } from './legs.ts';
import { movementOf } from './movement.ts';
import type { CellSweep } from './packed-sweep.ts';
import { type Reach, reachOf } from './reach.ts';

/** Legs that may sweep something of a cell, by their places in the columns. */
export type LegsNear = { legs: Legs; places: readonly number[]; kind: DeviceKind };

/** What of a cell the legs sweep: pixels of the cell whose centres lie within reach of one. Undefined for nothing. */
export function sweepOf(
  cellId: number,
  raster: CellRaster,
  reach: Reach,
  { legs, places, kind }: LegsNear,
): CellSweep | undefined {
  const capsules: { line: [number, number, number, number]; reach: number }[] = [];
  let [west, south, east, north] = [raster.columns, raster.rows, 0, 0];
  for (const place of places) {
    const speed = legs.metresPerSecond[place] ?? 0;
    const metres = reachOf(reach, movementOf(kind, speed), speed);
    if (metres === 0) continue;
    const [ax, ay] = raster.toGrid(legs.fromLon[place] ?? 0, legs.fromLat[place] ?? 0);
    const [bx, by] = raster.toGrid(legs.toLon[place] ?? 0, legs.toLat[place] ?? 0);
    const pixels = metres / raster.pixelMetres;
    const box = [
      Math.min(ax, bx) - pixels,
      Math.min(ay, by) - pixels,
      Math.max(ax, bx) + pixels,
      Math.max(ay, by) + pixels,
    ];
    const [left = 0, bottom = 0, right = 0, top = 0] = box;
    if (right < 0 || top < 0 || left > raster.columns || bottom > raster.rows) continue;
    west = Math.min(west, Math.floor(left));
    south = Math.min(south, Math.floor(bottom));
    east = Math.max(east, Math.ceil(right));
    north = Math.max(north, Math.ceil(top));
    capsules.push({ line: [ax, ay, bx, by], reach: pixels });
  }
  if (capsules.length === 0) return undefined;
  const window = emptyWindow(
    Math.max(0, west),
    Math.max(0, south),
    Math.min(raster.columns, east),
    Math.min(raster.rows, north),
  );
  for (const { line, reach: pixels } of capsules) setCapsule(window, line, pixels);
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
