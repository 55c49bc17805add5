import type { Pass } from './measure-day.ts';

const recordBytes = 12;

/** A pass as it is stored: which piece of which feature of a layer, and the second of the day. */
export type StoredPass = { feature: number; number: number; at: number };

/** Packs passes of one layer: the feature, the piece and the second of the day, four bytes each. */
export function packPasses(passes: readonly Pass[], dayStart: number): Buffer {
  const packed = Buffer.alloc(passes.length * recordBytes);
  passes.forEach(({ piece, at }, index) => {
    packed.writeInt32LE(piece.feature, index * recordBytes);
    packed.writeInt32LE(piece.number, index * recordBytes + 4);
    packed.writeInt32LE(Math.floor((at - dayStart) / 1000), index * recordBytes + 8);
  });
  return packed;
}

export function unpackPasses(packed: Buffer, dayStart: number): StoredPass[] {
  return Array.from({ length: packed.length / recordBytes }, (_, index) => ({
    feature: packed.readInt32LE(index * recordBytes),
    number: packed.readInt32LE(index * recordBytes + 4),
    at: dayStart + packed.readInt32LE(index * recordBytes + 8) * 1000,
  }));
}
