import { describe, expect, test } from 'vitest';
import { maxVertices, readOutline } from '../../server/geo/geojson.ts';

const square = [
  [120, 48],
  [120.1, 48],
  [120.1, 48.1],
  [120, 48],
];
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings });
const faultOf = (value: unknown) => {
  const read = readOutline(value);
  return 'fault' in read ? { kind: read.fault.kind, path: read.fault.path } : undefined;
};

describe('an outline', () => {
  test('keeps every digit that was sent, and leaves altitudes out', () => {
    const sent = polygon([
      [120.1234567890123, 48, 612],
      [120.1, 48, 612],
      [120.1, 48.1, 9],
      [120.1234567890123, 48, 612],
    ]);
    expect(readOutline(sent)).toEqual({
      outline: polygon([
        [120.1234567890123, 48],
        [120.1, 48],
        [120.1, 48.1],
        [120.1234567890123, 48],
      ]),
    });
  });

  test('may wind either way', () => {
    expect(faultOf(polygon(square))).toBeUndefined();
    expect(faultOf(polygon(square.toReversed()))).toBeUndefined();
  });

  test('may be a multipolygon', () => {
    expect(faultOf({ type: 'MultiPolygon', coordinates: [[square], [square]] })).toBeUndefined();
  });
});

describe('what is no outline is refused with the reason:', () => {
  test.each<[string, unknown, { kind: string; path: string }]>([
    ['nothing', null, { kind: 'empty-geometry', path: '' }],
    ['a line', { type: 'LineString', coordinates: square }, { kind: 'not-polygonal', path: 'type' }],
    ['a text', 'POLYGON ((0 0))', { kind: 'not-polygonal', path: 'type' }],
    ['no rings', polygon(), { kind: 'empty-geometry', path: 'coordinates' }],
    ['an empty ring', polygon([]), { kind: 'empty-geometry', path: 'coordinates.0' }],
    [
      'an empty part',
      { type: 'MultiPolygon', coordinates: [[]] },
      { kind: 'empty-geometry', path: 'coordinates.0' },
    ],
    ['no coordinates', { type: 'Polygon' }, { kind: 'not-a-number', path: 'coordinates' }],
    ['an open ring', polygon(square, square.slice(0, 3)), { kind: 'open-ring', path: 'coordinates.1' }],
    [
      'a ring of three positions',
      polygon([square[0], square[1], square[0]]),
      { kind: 'too-few-positions', path: 'coordinates.0' },
    ],
    [
      'null for a number',
      polygon([[120, null], ...square]),
      { kind: 'not-a-number', path: 'coordinates.0.0' },
    ],
    ['NaN', polygon([[120, Number.NaN], ...square]), { kind: 'not-a-number', path: 'coordinates.0.0' }],
    [
      'a number too large',
      polygon([...square, JSON.parse('[1e999, 1]')]),
      { kind: 'not-a-number', path: 'coordinates.0.4' },
    ],
    [
      'a text for a number',
      polygon([['120', 48], ...square]),
      { kind: 'not-a-number', path: 'coordinates.0.0' },
    ],
    [
      'a position of one number',
      polygon([[120], ...square]),
      { kind: 'not-a-number', path: 'coordinates.0.0' },
    ],
    [
      'swapped beyond the range',
      polygon(square.map((position) => position.toReversed())),
      { kind: 'swapped-coordinates', path: 'coordinates' },
    ],
    [
      'swapped within the range',
      polygon([
        [40, 85],
        [40, 85.1],
        [40.1, 85.1],
        [40, 85],
      ]),
      { kind: 'swapped-coordinates', path: 'coordinates' },
    ],
    [
      'metres',
      polygon([
        [500000, 5300000],
        [500100, 5300000],
        [500100, 5300100],
        [500000, 5300000],
      ]),
      { kind: 'projected-coordinates', path: 'coordinates' },
    ],
    [
      'longitudes to 360',
      polygon([
        [240, 40],
        [241, 40],
        [241, 41],
        [240, 40],
      ]),
      { kind: 'out-of-range', path: 'coordinates' },
    ],
    [
      'an edge half round the world',
      polygon([
        [-180, -90],
        [180, -90],
        [180, 90],
        [-180, 90],
        [-180, -90],
      ]),
      { kind: 'edge-too-long', path: 'coordinates' },
    ],
  ])('%s', (_name, value, fault) => {
    expect(faultOf(value)).toEqual(fault);
  });

  test('more vertices than anybody can look at', () => {
    const ring = Array.from({ length: maxVertices + 1 }, (_, index) => [120 + index * 1e-6, 48]);
    expect(faultOf(polygon(ring))).toEqual({ kind: 'too-many-vertices', path: 'coordinates.0' });
  });
});

test('metres are fine where another reference system is declared', () => {
  const metres = polygon([
    [500000, 5300000],
    [500100, 5300000],
    [500100, 5300100],
    [500000, 5300000],
  ]);
  expect(readOutline(metres, 'any')).toEqual({ outline: metres });
});
