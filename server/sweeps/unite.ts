import type { BitWindow } from './bit-window.ts';
import type { CellSweep } from './packed-sweep.ts';

/** Sweeps in order of their cells, those of one cell as one. */
export function unite(sweeps: readonly CellSweep[]): CellSweep[] {
  const united: CellSweep[] = [];
  for (const sweep of sweeps.toSorted((a, b) => a.cellId - b.cellId)) {
    const last = united.at(-1);
    if (last?.cellId !== sweep.cellId) united.push(sweep);
    else united[united.length - 1] = { ...sweep, ...joined(last, sweep) };
  }
  return united;
}

/** What either window has. */
function joined(a: BitWindow, b: BitWindow): BitWindow {
  const window = around([a, b]);
  addBits(window, a);
  addBits(window, b);
  return window;
}

/** Gives so many words, all zero. */
export type Words = (count: number) => Uint32Array;

const newWords: Words = (count) => new Uint32Array(count);

/** Gives the same words again each time, so that whoever looks at one cell after the other leaves no garbage. */
export function reusedWords(): Words {
  let words = new Uint32Array(1_024);
  return (count) => {
    if (words.length < count) words = new Uint32Array(2 * count);
    else words.fill(0, 0, count);
    return words.subarray(0, count);
  };
}

/** An empty window as large as all of them together. */
export function around(windows: readonly Omit<BitWindow, 'bits'>[], room: Words = newWords): BitWindow {
  let [firstWord, lastWord, firstRow, lastRow] = [Infinity, 0, Infinity, 0];
  for (const window of windows) {
    firstWord = Math.min(firstWord, window.firstWord);
    lastWord = Math.max(lastWord, window.firstWord + window.words);
    firstRow = Math.min(firstRow, window.firstRow);
    lastRow = Math.max(lastRow, window.firstRow + window.rows);
  }
  const [words, rows] = [lastWord - firstWord, lastRow - firstRow];
  return { firstWord, words, firstRow, rows, bits: room(words * rows) };
}

/** Adds the pixels of a window to one that is around it. */
function addBits(target: BitWindow, source: BitWindow): void {
  const aside = source.firstWord - target.firstWord;
  for (let row = 0; row < source.rows; row++) {
    const [from, to] = [row * source.words, (row + source.firstRow - target.firstRow) * target.words + aside];
    for (let word = 0; word < source.words; word++)
      target.bits[to + word] = (target.bits[to + word] ?? 0) | (source.bits[from + word] ?? 0);
  }
}
