import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bordersOf, outlineOf } from '../../../../web/plan-editor/borders/borders.ts';
import type { LonLat } from '../../../../web/plan-editor/borders/position.ts';
import { noReshape, reshapedOutlines } from '../../../../web/plan-editor/borders/reshape.ts';
import { latticeCells, latticePoint, withHole } from '../lattice.ts';

const to: LonLat = [119.7123, 49.1123];

test('moving a junction moves all cells that meet there to exactly one point, and no other vertex of any', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), (column, row) => {
      const cells = latticeCells(4, 4);
      const borders = bordersOf(cells);
      const from = latticePoint(column, row);
      const meeting = cells
        .filter(({ id }) =>
          outlineOf(borders, id)
            ?.flat(2)
            .some(([x, y]) => x === from[0] && y === from[1]),
        )
        .map(({ id }) => id);
      const outlines = reshapedOutlines(borders, { ...noReshape, moves: [{ from, to }] });
      expect([...outlines.keys()].sort()).toEqual(meeting.sort());
      for (const [id, outline] of outlines) {
        const expected = outlineOf(borders, id)?.map((polygon) =>
          polygon.map((ring) => ring.map((at) => (at[0] === from[0] && at[1] === from[1] ? to : at))),
        );
        expect(outline).toEqual(expected);
      }
    }),
  );
});

test('a four-way junction takes all four cells along', () => {
  const outlines = reshapedOutlines(bordersOf(latticeCells(2, 2)), {
    ...noReshape,
    moves: [{ from: latticePoint(1, 1), to }],
  });
  expect([...outlines.keys()]).toEqual([1, 2, 3, 4]);
  for (const outline of outlines.values())
    expect(outline.flat(2).filter(([x, y]) => x === to[0] && y === to[1]).length).toBeGreaterThan(0);
});

test('a dragged midpoint gives the vertex to both neighbours, between the same two', () => {
  const [a, b] = [latticePoint(1, 0), latticePoint(1, 0.5)];
  const outlines = reshapedOutlines(bordersOf(latticeCells(2, 1)), {
    ...noReshape,
    inserts: [{ a: b, b: a, at: to }],
  });
  expect([...outlines.keys()]).toEqual([1, 2]);
  for (const [ring] of [...outlines.values()].flat()) {
    expect(ring).toHaveLength(10);
    const place = ring?.findIndex(([x]) => x === to[0]) ?? 0;
    expect([ring?.[place - 1], ring?.[place + 1]].toSorted()).toEqual([a, b].toSorted());
  }
});

test('a removed vertex leaves both neighbours', () => {
  const outlines = reshapedOutlines(bordersOf(latticeCells(2, 1)), {
    ...noReshape,
    removes: [latticePoint(1, 0.5)],
  });
  expect([...outlines].map(([id, [polygon]]) => [id, polygon?.[0]?.length])).toEqual([
    [1, 8],
    [2, 8],
  ]);
});

test('a hole survives a drag of its cell, and its own vertex moves the enclave with it', () => {
  const borders = bordersOf(withHole(latticeCells(2, 2), 1, 2, 9));
  const corner = reshapedOutlines(borders, { ...noReshape, moves: [{ from: latticePoint(1, 1), to }] });
  expect(corner.get(1)?.[0]?.[1]).toEqual(outlineOf(borders, 1)?.[0]?.[1]);
  const hole = reshapedOutlines(borders, {
    ...noReshape,
    moves: [{ from: latticePoint(0.5, 0.6), to: latticePoint(0.5, 0.7) }],
  });
  expect([...hole.keys()].sort()).toEqual([1, 9]);
});

test('changes nothing where the position is not of any border', () => {
  expect(
    reshapedOutlines(bordersOf(latticeCells(2, 2)), { ...noReshape, moves: [{ from: [0, 0], to }] }),
  ).toEqual(new Map());
});
