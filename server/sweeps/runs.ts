import type { BitWindow } from './bit-window.ts';

/**
 * A window as the runs of its set pixels, row by row, in numbers of one byte where they are below 128: of each run one
 * more than the pixels left out before it, and its length; a row ends with 0. What patrols sweep of a large cell are
 * narrow strips, of which the bits are mostly zeros.
 */
export type RunWindow = Omit<BitWindow, 'bits'> & { runs: Uint8Array };

/** Where runs are written, one window behind the other; the bytes are replaced as they grow. */
export type RunWriter = { bytes: Uint8Array; length: number };

export const runWriter = (): RunWriter => ({ bytes: new Uint8Array(16_384), length: 0 });

/** Writes the runs of a window behind those that were written before. */
export function writeRuns(writer: RunWriter, { words, rows, bits }: BitWindow): void {
  for (let row = 0; row < rows; row++) {
    const base = row * words;
    let behind = 0;
    for (;;) {
      const first = nextSet(bits, base, words, behind);
      if (first < 0) break;
      writeNumber(writer, first - behind + 1);
      behind = nextClear(bits, base, words, first);
      writeNumber(writer, behind - first);
    }
    writeNumber(writer, 0);
  }
}

/** Adds a window to one that is around it; what was there already, and is there again, is added to `repeatedly`. */
export function addRuns(once: BitWindow, repeatedly: BitWindow | undefined, window: RunWindow): void {
  const { runs, firstWord, firstRow, rows } = window;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const base = (row + firstRow - once.firstRow) * once.words + firstWord - once.firstWord;
    let behind = 0;
    for (;;) {
      const skipped = readNumber(runs, at);
      at += sizeOf(skipped);
      if (skipped === 0) break;
      const length = readNumber(runs, at);
      at += sizeOf(length);
      const first = behind + skipped - 1;
      behind = first + length;
      addRun(once.bits, repeatedly?.bits, base, first, behind);
    }
  }
}

/** How many pixels are set. */
export function countRuns(runs: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < runs.length; ) {
    const skipped = readNumber(runs, at);
    at += sizeOf(skipped);
    if (skipped === 0) continue;
    const length = readNumber(runs, at);
    at += sizeOf(length);
    count += length;
  }
  return count;
}

function addRun(
  seen: Uint32Array,
  again: Uint32Array | undefined,
  base: number,
  first: number,
  behind: number,
): void {
  const [begin, end] = [base + (first >> 5), base + ((behind - 1) >> 5)];
  for (let word = begin; word <= end; word++) {
    let mask = -1;
    if (word === begin) mask <<= first & 31;
    if (word === end) mask &= -1 >>> (31 - ((behind - 1) & 31));
    const before = seen[word] ?? 0;
    if (again) again[word] = (again[word] ?? 0) | (before & mask);
    seen[word] = before | mask;
  }
}

/** The first set pixel of a row from a column on; -1 where there is none. */
function nextSet(bits: Uint32Array, base: number, words: number, column: number): number {
  let word = column >> 5;
  if (word >= words) return -1;
  let rest = ((bits[base + word] ?? 0) >>> (column & 31)) << (column & 31);
  while (rest === 0) {
    if (++word >= words) return -1;
    rest = bits[base + word] ?? 0;
  }
  return 32 * word + lowestBit(rest);
}

/** The first clear pixel of a row from a set one on; the end of the row where there is none. */
function nextClear(bits: Uint32Array, base: number, words: number, column: number): number {
  let word = column >> 5;
  let rest = (~(bits[base + word] ?? 0) >>> (column & 31)) << (column & 31);
  while (rest === 0) {
    if (++word >= words) return 32 * words;
    rest = ~(bits[base + word] ?? 0);
  }
  return 32 * word + lowestBit(rest);
}

const lowestBit = (word: number) => 31 - Math.clz32(word & -word);

function writeNumber(writer: RunWriter, number: number): void {
  if (writer.length + 5 > writer.bytes.length) {
    const larger = new Uint8Array(2 * writer.bytes.length);
    larger.set(writer.bytes);
    writer.bytes = larger;
  }
  let rest = number;
  while (rest >= 128) {
    writer.bytes[writer.length++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  writer.bytes[writer.length++] = rest;
}

/** Numbers below 2 to the 31st, seven bits a byte, the lowest first; the highest bit says that more follows. */
function readNumber(bytes: Uint8Array, at: number): number {
  let byte = bytes[at] ?? 0;
  if (byte < 128) return byte;
  let number = 0;
  let shift = 0;
  for (let next = at; byte >= 128; byte = bytes[++next] ?? 0) {
    number |= (byte & 127) << shift;
    shift += 7;
  }
  return number | (byte << shift);
}

const sizeOf = (number: number) =>
  number < 128 ? 1 : number < 16_384 ? 2 : number < 2_097_152 ? 3 : number < 268_435_456 ? 4 : 5;
