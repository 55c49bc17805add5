import type { AreaCells } from '../../server/coverage/area-cells.ts';
import type { Bounds, CellStatus } from '../types.ts';

/** How many cells of an area met their obligations, of those that were judged. */
export type Share = { area: number; met: number; judged: number };

/** Counts over each area's own cells; areas of which nothing was judged are left out. */
export function sharesOf(
  areas: AreaCells['areas'],
  kind: AreaCells['areas'][number]['kind'],
  statuses: ReadonlyMap<number, { status: CellStatus }>,
): Share[] {
  return areas.flatMap((one) => {
    if (one.kind !== kind) return [];
    let [met, judged] = [0, 0];
    for (const cell of one.cells) {
      const status = statuses.get(cell)?.status;
      if (status === undefined || status === 'excluded') continue;
      judged += 1;
      if (status === 'met') met += 1;
    }
    return judged > 0 ? [{ area: one.area, met, judged }] : [];
  });
}

const tilePixels = 512;
const readablePixels = 4;
const deepest = 12;

/** Closer out than this zoom a cell of the plan is a few pixels at most, and whole areas are told instead. */
export function sharesMaxZoom([west, south, east, north]: Bounds, cells: number): number {
  const wide = (east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180);
  const cellDegrees = Math.sqrt(Math.max(1e-12, wide * (north - south)) / Math.max(1, cells));
  return Math.min(deepest, Math.max(0, Math.log2((readablePixels * 360) / (tilePixels * cellDegrees))));
}

const mercator = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

/** The deepest zoom at which bounds have room in so many pixels. */
export function zoomToFit([west, south, east, north]: Bounds, width: number, height: number): number {
  const across = width / (tilePixels * Math.max(1e-9, (east - west) / 360));
  const down = height / (tilePixels * Math.max(1e-9, mercator(north) - mercator(south)));
  return Math.log2(Math.min(across, down));
}

/** From which share on, and how it is coloured: dark and red where little was met, as the states of cells are. */
export const shareClasses = [
  { from: 0, colour: '#b3202e' },
  { from: 0.5, colour: '#e8792b' },
  { from: 0.7, colour: '#f3c53c' },
  { from: 0.85, colour: '#a9cfe3' },
  { from: 0.95, colour: '#4a97c2' },
] as const;
