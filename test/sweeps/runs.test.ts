import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BitWindow, countBits, emptyWindow, setSpan } from '../../server/sweeps/bit-window.ts';
import { addRuns, countRuns, type RunWindow, runWriter, writeRuns } from '../../server/sweeps/runs.ts';

const windows = fc
  .record({
    west: fc.nat(90),
    south: fc.nat(20),
    columns: fc.integer({ min: 1, max: 300 }),
    rows: fc.integer({ min: 1, max: 12 }),
    spans: fc.array(fc.tuple(fc.nat(400), fc.nat(400), fc.nat(40)), { maxLength: 40 }),
    isFull: fc.boolean(),
  })
  .map(({ west, south, columns, rows, spans, isFull }) => {
    const window = emptyWindow(west, south, west + columns, south + rows);
    for (const [from, length, row] of spans) setSpan(window, row, from, from + length);
    if (isFull) window.bits.fill(0xffffffff);
    return window;
  });

function runsOf(window: BitWindow): RunWindow {
  const writer = runWriter();
  // What was written before must not matter.
  writeRuns(writer, emptyWindow(0, 0, 64, 3));
  const first = writer.length;
  writeRuns(writer, window);
  const { bits: _, ...extent } = window;
  return { ...extent, runs: writer.bytes.slice(first, writer.length) };
}

test('the runs of a window are its pixels', () => {
  fc.assert(
    fc.property(windows, (window) => {
      const again = { ...window, bits: new Uint32Array(window.bits.length) };
      addRuns(again, undefined, runsOf(window));
      expect(again.bits).toEqual(window.bits);
      expect(countRuns(runsOf(window).runs)).toBe(countBits(window.bits));
    }),
  );
});

test('a row of more pixels than fit into two bytes is kept', () => {
  const window = emptyWindow(0, 0, 3_000_000, 1);
  setSpan(window, 0, 20_000, 20_001);
  setSpan(window, 0, 2_999_000, 2_999_999);
  const again = { ...window, bits: new Uint32Array(window.bits.length) };
  addRuns(again, undefined, runsOf(window));
  expect(again.bits).toEqual(window.bits);
});

test('pixels of two windows or more are counted as repeated, one by one', () => {
  fc.assert(
    fc.property(fc.array(windows, { minLength: 1, maxLength: 5 }), (all) => {
      const [once, repeatedly] = [emptyWindow(0, 0, 416, 40), emptyWindow(0, 0, 416, 40)];
      for (const window of all) addRuns(once, repeatedly, runsOf(window));
      const times = (row: number, column: number) =>
        all.reduce((count, window) => count + (isSet(window, row, column) ? 1 : 0), 0);
      const wrong = everyPixel.filter(
        ([row, column]) =>
          isSet(once, row, column) !== times(row, column) > 0 ||
          isSet(repeatedly, row, column) !== times(row, column) > 1,
      );
      expect(wrong).toEqual([]);
    }),
  );
});

const everyPixel = Array.from({ length: 40 * 416 }, (_, at): [row: number, column: number] => [
  Math.floor(at / 416),
  at % 416,
]);

function isSet({ firstWord, words, firstRow, rows, bits }: BitWindow, row: number, column: number): boolean {
  const word = (column >> 5) - firstWord;
  if (row < firstRow || row >= firstRow + rows || word < 0 || word >= words) return false;
  return (((bits[(row - firstRow) * words + word] ?? 0) >>> (column & 31)) & 1) === 1;
}
