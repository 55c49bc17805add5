import { describe, expect, test } from 'vitest';
import type { LonLat } from '../../server/geo/position.ts';
import { nestRings, readPolygonRecord } from '../../server/imports/shapes.ts';

/** A square ring, clockwise as a shell is in a Shapefile. */
const shell = (west: number, south: number, size: number): LonLat[] => [
  [west, south],
  [west, south + size],
  [west + size, south + size],
  [west + size, south],
  [west, south],
];
const hole = (west: number, south: number, size: number) => shell(west, south, size).toReversed();

describe('rings of a Shapefile', () => {
  test('become shells with the holes that lie in them', () => {
    const rings = [shell(0, 0, 10), hole(1, 1, 8), shell(2, 2, 6), hole(3, 3, 1), shell(20, 0, 5)];
    expect(nestRings(rings)).toEqual([
      [shell(0, 0, 10), hole(1, 1, 8)],
      [shell(2, 2, 6), hole(3, 3, 1)],
      [shell(20, 0, 5)],
    ]);
  });

  test('may touch their shell at a vertex', () => {
    const touching: LonLat[] = [
      [0, 0],
      [4, 1],
      [4, 4],
      [0, 0],
    ];
    expect(nestRings([shell(0, 0, 10), touching])).toEqual([[shell(0, 0, 10), touching]]);
  });

  test('that all run the wrong way are shells all the same', () => {
    expect(nestRings([hole(0, 0, 1), hole(5, 5, 1)])).toEqual([[hole(0, 0, 1)], [hole(5, 5, 1)]]);
  });

  test('are not lost where they lie in no shell', () => {
    expect(nestRings([shell(0, 0, 1), hole(5, 5, 1)])).toEqual([[shell(0, 0, 1)], [hole(5, 5, 1)]]);
  });
});

describe('a record', () => {
  const record = (parts: number[], points: LonLat[], type = 5): Buffer => {
    const bytes = Buffer.alloc(44 + parts.length * 4 + points.length * 16);
    bytes.writeInt32LE(type, 0);
    bytes.writeInt32LE(parts.length, 36);
    bytes.writeInt32LE(points.length, 40);
    parts.forEach((part, index) => void bytes.writeInt32LE(part, 44 + index * 4));
    points
      .flat()
      .forEach((value, index) => void bytes.writeDoubleLE(value, 44 + parts.length * 4 + index * 8));
    return bytes;
  };

  test('is read with or without altitudes', () => {
    const expected = { geometry: { type: 'MultiPolygon', coordinates: [[shell(0, 0, 1)]] } };
    expect(readPolygonRecord(record([0], shell(0, 0, 1)))).toEqual(expected);
    expect(readPolygonRecord(Buffer.concat([record([0], shell(0, 0, 1), 15), Buffer.alloc(96)]))).toEqual(
      expected,
    );
  });

  test('may be empty', () => {
    expect(readPolygonRecord(Buffer.alloc(4))).toEqual({ geometry: null });
  });

  test.each([
    ['counts more points than it has', record([0], shell(0, 0, 1)).subarray(0, 100)],
    ['has parts out of order', record([0, 4, 2], shell(0, 0, 1))],
    ['is of another type', record([0], shell(0, 0, 1), 3)],
    ['is too short', Buffer.from([5, 0, 0, 0, 1])],
  ])('is refused where it %s', (_name, bytes) => {
    expect(readPolygonRecord(bytes)).toMatchObject({ refused: { kind: 'damaged-record' } });
  });
});
