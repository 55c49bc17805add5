import type { BitWindow } from './bit-window.ts';
import type { SweptDay } from './held-days.ts';
import { around, joined, type Words } from './unite.ts';

/** What of a cell was swept on a day. */
export type DayWindow = BitWindow & { day: string; pixels: number };

/** What was swept of a cell at all, and on two days or more; both of one extent. */
export type CellUnion = { pixels: number; once: BitWindow; repeatedly: BitWindow };

/** What is known of an entry of a day. */
export function windowAt(swept: SweptDay, entry: number): DayWindow {
  const { day, pixels, firstWord, words, firstRow, rows, starts, bits } = swept;
  return {
    day,
    pixels: pixels[entry] ?? 0,
    firstWord: firstWord[entry] ?? 0,
    words: words[entry] ?? 0,
    firstRow: firstRow[entry] ?? 0,
    rows: rows[entry] ?? 0,
    bits: bits.subarray(starts[entry], starts[entry + 1]),
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
  const [only] = windows;
  if (!only || pixels === 0) return undefined;
  if (windows.length === 1)
    return { pixels, once: only, repeatedly: { ...only, bits: new Uint32Array(only.bits.length) } };
  const once = around(windows, rooms.once);
  const repeatedly = around(windows, rooms.repeatedly);
  for (const window of oneADay(windows)) addDay(once, repeatedly, window);
  return { pixels, once, repeatedly };
}

/** Two plans may be in force on one day: what was swept of a cell of both is one window. */
function oneADay(windows: readonly DayWindow[]): BitWindow[] {
  const days: DayWindow[] = [];
  for (const window of windows) {
    const last = days.at(-1);
    if (last?.day === window.day) days[days.length - 1] = { ...window, ...joined(last, window) };
    else days.push(window);
  }
  return days;
}

/** Adds a day to what was swept before; what was there already is swept repeatedly. */
function addDay(
  once: BitWindow,
  repeatedly: BitWindow,
  { firstWord, words, firstRow, rows, bits }: BitWindow,
): void {
  const [seen, again] = [once.bits, repeatedly.bits];
  for (let row = 0; row < rows; row++) {
    const from = row * words;
    const to = (row + firstRow - once.firstRow) * once.words + firstWord - once.firstWord;
    for (let word = 0; word < words; word++) {
      const day = bits[from + word] ?? 0;
      if (day === 0) continue;
      const before = seen[to + word] ?? 0;
      again[to + word] = (again[to + word] ?? 0) | (before & day);
      seen[to + word] = before | day;
    }
  }
}
