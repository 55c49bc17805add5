/** A rectangle of pixels of a cell's raster, 32 of a row in a word, the lowest bit in the west. */
export type BitWindow = {
  /** The first word of a row, and how many there are. */
  firstWord: number;
  words: number;
  firstRow: number;
  rows: number;
  bits: Uint32Array;
};

/** An empty window that holds the columns from `west` to before `east`, and the rows from `south` to before `north`. */
export function emptyWindow(west: number, south: number, east: number, north: number): BitWindow {
  const firstWord = west >> 5;
  const words = Math.max(0, ((east + 31) >> 5) - firstWord);
  const rows = Math.max(0, north - south);
  return { firstWord, words, firstRow: south, rows, bits: new Uint32Array(words * rows) };
}

/** Sets the pixels of a row from one column to before another; what lies outside of the window is left. */
export function setSpan(
  { firstWord, words, firstRow, rows, bits }: BitWindow,
  row: number,
  from: number,
  to: number,
): void {
  if (row < firstRow || row >= firstRow + rows) return;
  const [first, behind] = [Math.max(0, from - 32 * firstWord), Math.min(32 * words, to - 32 * firstWord)];
  if (first >= behind) return;
  const base = (row - firstRow) * words;
  const [begin, end] = [base + (first >> 5), base + ((behind - 1) >> 5)];
  const [head, tail] = [-1 << (first & 31), -1 >>> (31 - ((behind - 1) & 31))];
  if (begin === end) {
    bits[begin] = (bits[begin] ?? 0) | (head & tail);
    return;
  }
  bits[begin] = (bits[begin] ?? 0) | head;
  bits.fill(0xffffffff, begin + 1, end);
  bits[end] = (bits[end] ?? 0) | tail;
}

/** Keeps of a window what the other has, too; both of the same extent. */
export function keepCommon(window: BitWindow, other: BitWindow): void {
  for (let at = 0; at < window.bits.length; at++)
    window.bits[at] = (window.bits[at] ?? 0) & (other.bits[at] ?? 0);
}

/** How many pixels are set. */
export function countBits(words: Uint32Array): number {
  let count = 0;
  for (let word of words) {
    if (word === 0) continue;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
