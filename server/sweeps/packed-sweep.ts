import { promisify } from 'node:util';
import { deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';
import type { BitWindow } from './bit-window.ts';

/** What of a cell was swept, and of how many pixels the cell is. */
export type CellSweep = BitWindow & { cellId: number; pixels: number };

/** Where and how large the windows are, and their bits. */
export type PackedSweeps = { cells: Buffer; bits: Buffer };

/**
 * Sweeps in order of their cells' ids: a directory of variable-length numbers, so that it can be seen without unpacking
 * whether a cell is there, and the words of all windows deflated together.
 */
export function packSweeps(sweeps: readonly CellSweep[]): PackedSweeps {
  const numbers: number[] = [];
  let previous = 0;
  let words = 0;
  for (const { cellId, pixels, firstWord, words: across, firstRow, rows, bits } of sweeps) {
    numbers.push(cellId - previous, pixels, firstWord, across, firstRow, rows);
    previous = cellId;
    words += bits.length;
  }
  const all = new Uint32Array(words);
  let at = 0;
  for (const { bits } of sweeps) {
    all.set(bits, at);
    at += bits.length;
  }
  // Every machine that Node runs on stores the lowest byte of a word first.
  const raw = Buffer.from(all.buffer);
  return { cells: packNumbers(numbers), bits: words === 0 ? raw : deflateRawSync(raw) };
}

/** Takes apart what {@link packSweeps} made; an error where it is damaged. */
export function unpackSweeps({ cells, bits }: PackedSweeps): CellSweep[] {
  return cells.length === 0 ? [] : takeApart(cells, inflateRawSync(bits));
}

/** The same, inflated by another thread while this one does something else. */
export async function unpackBeside({ cells, bits }: PackedSweeps): Promise<CellSweep[]> {
  return cells.length === 0 ? [] : takeApart(cells, await inflateBeside(bits));
}

const inflateBeside = promisify<Buffer, Buffer>(inflateRaw);

function takeApart(cells: Buffer, raw: Buffer): CellSweep[] {
  const numbers = unpackNumbers(cells);
  const words = new Uint32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
  const sweeps: CellSweep[] = [];
  let [cellId, at] = [0, 0];
  for (let entry = 0; entry < numbers.length; entry += 6) {
    cellId += numbers[entry] ?? 0;
    const [across, rows] = [numbers[entry + 3] ?? 0, numbers[entry + 5] ?? 0];
    sweeps.push({
      cellId,
      pixels: numbers[entry + 1] ?? 0,
      firstWord: numbers[entry + 2] ?? 0,
      words: across,
      firstRow: numbers[entry + 4] ?? 0,
      rows,
      bits: words.subarray(at, at + across * rows),
    });
    at += across * rows;
  }
  if (at !== words.length) throw new Error('The bits of a sweep do not fit its directory.');
  return sweeps;
}

/** The cells of a directory, without unpacking their bits. */
export function unpackCellIds(cells: Buffer): number[] {
  let cellId = 0;
  return unpackNumbers(cells).flatMap((number, place) => {
    if (place % 6 !== 0) return [];
    cellId += number;
    return [cellId];
  });
}

/** Whole numbers from 0, seven bits a byte, the lowest first; the highest bit says that more follows. */
function packNumbers(numbers: readonly number[]): Buffer {
  const bytes: number[] = [];
  for (let number of numbers) {
    while (number >= 128) {
      bytes.push((number % 128) + 128);
      number = Math.floor(number / 128);
    }
    bytes.push(number);
  }
  return Buffer.from(bytes);
}

function unpackNumbers(bytes: Buffer): number[] {
  const numbers: number[] = [];
  let [number, weight] = [0, 1];
  for (const byte of bytes) {
    number += (byte & 127) * weight;
    weight *= 128;
    if (byte >= 128) continue;
    numbers.push(number);
    [number, weight] = [0, 1];
  }
  return numbers;
}
