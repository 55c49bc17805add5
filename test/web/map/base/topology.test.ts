import { expect, test } from 'vitest';
import { landOf } from '../../../../web/map/base/topology.ts';

test('joins arcs into rings, those with a negative number backwards, without repeating where they meet', () => {
  const land = landOf({
    transform: { scale: [0.5, 0.5], translate: [10, 20] },
    arcs: [
      [
        [0, 0],
        [4, 0],
        [0, 4],
      ],
      [
        [0, 0],
        [0, 4],
        [4, 0],
      ],
    ],
    objects: { land: { geometries: [{ arcs: [[[0, -2]]] }] } },
  });
  expect(land).toEqual({
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [10, 20],
          [12, 20],
          [12, 22],
          [10, 22],
          [10, 20],
        ],
      ],
    ],
  });
});
