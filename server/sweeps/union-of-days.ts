import type { BitWindow } from './bit-window.ts';
import type { SweptDay } from './held-days.ts';
import { addRuns, type RunWindow, runWriter, writeRuns } from './runs.ts';
import { around, type Words } from './unite.ts';

/** What of a cell was swept on a day. */
export type DayWindow = RunWindow & { day: string; pixels: number };

/** What was swept of a cell at all, and on two days or more; both of one extent. */
export type CellUnion = { pixels: number; once: BitWindow; repeatedly: BitWindow };

/** What is known of an entry of a day. */
export function windowAt(swept: SweptDay, entry: number): DayWindow {
  const { day, pixels, firstWord, words, firstRow, rows, starts, runs } = swept;
  return {
    day,
    pixels: pixels[entry] ?? 0,
    firstWord: firstWord[entry] ?? 0,
    words: words[entry] ?? 0,
    firstRow: firstRow[entry] ?? 0,
    rows: rows[entry] ?? 0,
    runs: runs.subarray(starts[entry], starts[entry + 1]),
  };
}

/**
 * Unites a cell's windows, which are in order of their days; undefined where there are none. The union holds until the
 * rooms that are given are asked for the next.
 */
export function unionOfDays(
  all: readonly DayWindow[],
  rooms: { once?: Words; repeatedly?: Words } = {},
): CellUnion | undefined {
  // A cell whose raster has changed, since it is used otherwise now, is counted on the latest.
  const pixels = all.at(-1)?.pixels ?? 0;
  const windows = all.filter((window) => window.pixels === pixels);
  if (windows.length === 0 || pixels === 0) return undefined;
  const once = around(windows, rooms.once);
  const repeatedly = around(windows, rooms.repeatedly);
  for (const window of oneADay(windows)) addRuns(once, repeatedly, window);
  return { pixels, once, repeatedly };
}

/** Two plans may be in force on one day: what was swept of a cell of both is one window. */
function oneADay(windows: readonly DayWindow[]): DayWindow[] {
  const days: DayWindow[] = [];
  for (const window of windows) {
    const last = days.at(-1);
    if (last?.day === window.day) days[days.length - 1] = joinedRuns(last, window);
    else days.push(window);
  }
  return days;
}

function joinedRuns(a: DayWindow, b: DayWindow): DayWindow {
  const both = around([a, b]);
  addRuns(both, undefined, a);
  addRuns(both, undefined, b);
  const writer = runWriter();
  writeRuns(writer, both);
  const { bits: _, ...extent } = both;
  return { ...a, ...extent, runs: writer.bytes.slice(0, writer.length) };
}
