import { expect, test } from 'vitest';
import { nodeLines } from '../../server/geo/noding.ts';

const pointsOf = ({ xs, ys }: ReturnType<typeof nodeLines>) => xs.map((x, index) => [x, ys[index]]);

test('a line that was rounded onto a vertex before meets its original there and nowhere else', () => {
  // A border from west to east, the vertex it was given where a row of squares met it, and the edge of that row.
  const west = [0, 0];
  const east = [169730, 164152];
  const vertex = [98310, 95080];
  const inside = [364458, 233518];
  const noded = nodeLines([
    { points: [...west, ...east], label: 1 },
    { points: [...west, ...vertex, ...east], label: 2 },
    { points: [...vertex, ...inside], label: 3 },
  ]);
  expect(pointsOf(noded).sort()).toEqual([west, east, vertex, inside].sort());
  expect(noded.labels).toEqual([[1, 2], [1, 2], [3]]);
});
