import type { BitWindow } from './bit-window.ts';
import type { SweptDay } from './held-days.ts';
import { addBits, around } from './unite.ts';

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

/** Unites a cell's windows, which are in order of their days; undefined where there are none. */
export function unionOfDays(all: readonly DayWindow[]): CellUnion | undefined {
  // A cell whose raster has changed, since it is used otherwise now, is counted on the latest.
  const pixels = all.at(-1)?.pixels ?? 0;
  const windows = all.filter((window) => window.pixels === pixels);
  const [only] = windows;
  if (!only || pixels === 0) return undefined;
  if (windows.length === 1)
    return { pixels, once: only, repeatedly: { ...only, bits: new Uint32Array(only.bits.length) } };
  const [once, repeatedly, today] = [around(windows), around(windows), around(windows)];
  windows.forEach((window, place) => {
    addBits(today, window);
    if (windows[place + 1]?.day === window.day) return;
    for (let word = 0; word < today.bits.length; word++) {
      const [bits, seen] = [today.bits[word] ?? 0, once.bits[word] ?? 0];
      repeatedly.bits[word] = (repeatedly.bits[word] ?? 0) | (seen & bits);
      once.bits[word] = seen | bits;
    }
    today.bits.fill(0);
  });
  return { pixels, once, repeatedly };
}
