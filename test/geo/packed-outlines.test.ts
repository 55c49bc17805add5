import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outlinePacker } from '../../server/geo/packed-outlines.ts';
import type { FlatPolygon } from '../../server/geo/wkb.ts';

/** A closed ring through positions in units of 1e-7 degree. */
const ring = (...units: [number, number][]) =>
  Float64Array.from([...units, units[0] ?? [0, 0]].flat().map((unit) => unit / 1e7));

function locator(outlines: readonly FlatPolygon[][]) {
  const packer = outlinePacker();
  for (const outline of outlines) packer.add(outline);
  const packed = packer.pack();
  return (x: number, y: number) => {
    const found: number[] = [];
    packed.holding(x / 1e7, y / 1e7, (index) => found.push(index));
    return found.sort((a, b) => a - b);
  };
}

test('finds nothing among no outlines', () => {
  expect(locator([])(1, 1)).toEqual([]);
});

test('leaves out holes and finds what lies in them', () => {
  const hole: [number, number][] = [
    [30, 30],
    [60, 30],
    [60, 60],
    [30, 60],
  ];
  const locate = locator([[[ring([0, 0], [90, 0], [90, 90], [0, 90]), ring(...hole)]], [[ring(...hole)]]]);
  expect([locate(10, 10), locate(45, 45)]).toEqual([[0], [1]]);
});

test('puts every point of land that is cut up in exactly one piece, points on borders too', () => {
  // Corners of a 4 × 4 mesh are moved about, so that borders slope; every whole point of the land is asked.
  const mesh = fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 })), {
    minLength: 25,
    maxLength: 25,
  });
  fc.assert(
    fc.property(mesh, (moves) => {
      const node = (column: number, row: number): [number, number] => {
        const [dx, dy] = moves[row * 5 + column] ?? [0, 0];
        const isInner = column > 0 && column < 4 && row > 0 && row < 4;
        return [column * 12 + (isInner ? dx : 0), row * 12 + (isInner ? dy : 0)];
      };
      const cells = Array.from({ length: 16 }, (_, index): FlatPolygon[] => {
        const [column, row] = [index % 4, Math.floor(index / 4)];
        return [
          [ring(node(column, row), node(column + 1, row), node(column + 1, row + 1), node(column, row + 1))],
        ];
      });
      const locate = locator(cells);
      const whole = Array.from(
        { length: 48 * 48 },
        (_, index) => [index % 48, Math.floor(index / 48)] as const,
      );
      expect(whole.filter(([x, y]) => locate(x, y).length !== 1)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test('finds the same as asking every outline, however unequal their sizes', () => {
  const square = fc.record({
    west: fc.integer({ min: 0, max: 1000 }),
    south: fc.integer({ min: 0, max: 1000 }),
    size: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 1000 })),
  });
  const point = fc.tuple(fc.integer({ min: -10, max: 2010 }), fc.integer({ min: -10, max: 2010 }));
  fc.assert(
    fc.property(fc.array(square, { maxLength: 200 }), fc.array(point), (squares, points) => {
      const locate = locator(
        squares.map(({ west, south, size }) => [
          [ring([west, south], [west + size, south], [west + size, south + size], [west, south + size])],
        ]),
      );
      for (const [x, y] of points) {
        const holding = squares.flatMap(({ west, south, size }, index) =>
          x >= west && x < west + size && y >= south && y < south + size ? [index] : [],
        );
        expect(locate(x, y)).toEqual(holding);
      }
    }),
  );
});
