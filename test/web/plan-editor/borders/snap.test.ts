import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LonLat } from '../../../../web/plan-editor/borders/position.ts';
import { snapper } from '../../../../web/plan-editor/borders/snap.ts';

const reach = 0.001;
const road: LonLat[] = [
  [119.7, 49.1],
  [119.72, 49.1],
  [119.74, 49.12],
];

test('a point clings to the nearest place of a line within reach, and to nothing beyond it', () => {
  const snap = snapper([{ kind: 'line', line: road }]);
  expect(snap([119.71, 49.1004], reach)).toEqual({ at: [119.71, 49.1], kind: 'line' });
  expect(snap([119.71, 49.0996], reach)).toEqual({ at: [119.71, 49.1], kind: 'line' });
  expect(snap([119.71, 49.1011], reach)).toBeNull();
  expect(snap([119.698, 49.1], reach)).toBeNull();
});

test('a vertex attracts before the line that it lies on, and before other lines that are nearer', () => {
  const border: LonLat[] = [
    [119.715, 49.05],
    [119.715, 49.15],
  ];
  const snap = snapper([
    { kind: 'line', line: road },
    { kind: 'border', line: border },
  ]);
  expect(snap([119.7196, 49.1], reach)).toEqual({ at: [119.72, 49.1], kind: 'vertex' });
  expect(snap([119.7151, 49.12], reach)).toEqual({ at: [119.715, 49.12], kind: 'border' });
});

test('of the borders of cells, the scope and loaded lines the nearest attracts, and is named', () => {
  const level = (lat: number): LonLat[] => [
    [119.6, lat],
    [119.8, lat],
  ];
  const snap = snapper([
    { kind: 'border', line: level(49.1) },
    { kind: 'scope', line: level(49.102) },
    { kind: 'line', line: level(49.104) },
  ]);
  for (const [lat, kind] of [
    [49.1002, 'border'],
    [49.1018, 'scope'],
    [49.1043, 'line'],
  ] as const)
    expect(snap([119.7, lat], reach)?.kind).toBe(kind);
  expect(snapper([])([119.7, 49.1], reach)).toBeNull();
});

test('a long line attracts like each of its segments by itself', () => {
  // Longer than a piece, so that its ends are shared.
  const line = Array.from(
    { length: 150 },
    (_, place): LonLat => [119.7 + place * 0.004, 49.1 + (place % 2) * 0.003],
  );
  const whole = snapper([{ kind: 'line', line }]);
  const apart = snapper(
    line.slice(1).map((to, place) => ({ kind: 'line' as const, line: [line[place] ?? to, to] })),
  );
  fc.assert(
    fc.property(
      fc.double({ min: 119.69, max: 120.31, noNaN: true }),
      fc.double({ min: 49.097, max: 49.106, noNaN: true }),
      (lon, lat) => {
        expect(whole([lon, lat], reach)).toEqual(apart([lon, lat], reach));
      },
    ),
  );
});
