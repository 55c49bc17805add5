import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bordersOf, lineOf, outlineOf } from '../../../../web/plan-editor/borders/borders.ts';
import { keyOf, type LonLat } from '../../../../web/plan-editor/borders/position.ts';
import { segmentName, segmentsOf } from '../../../../web/plan-editor/borders/segment.ts';
import { latticeCells, latticePoint, withHole } from '../lattice.ts';

/** A random lattice, sometimes with a hole or an enclave, sometimes with cells missing. */
const plans = fc
  .record({
    columns: fc.integer({ min: 1, max: 5 }),
    rows: fc.integer({ min: 1, max: 5 }),
    hole: fc.constantFrom('none', 'hole', 'enclave'),
    missing: fc.integer({ min: 0, max: 30 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ columns, rows, hole, missing, seed }) => {
    const shift = (x: number, y: number): LonLat =>
      // The hole stays clear of the sides.
      [Math.sin(seed * (x * 7 + y * 13 + 1)) / 2, Math.cos(seed * (x * 11 + y * 5 + 1)) / 2];
    const cells = latticeCells(columns, rows, shift).filter(({ id }) => id === 1 || id !== missing);
    return hole === 'none' ? cells : withHole(cells, 1, columns, hole === 'enclave' ? 999 : undefined);
  });

test('gives every outline back as it came, holes and enclaves included', () => {
  fc.assert(
    fc.property(plans, (cells) => {
      const borders = bordersOf(cells);
      for (const { id, geometry } of cells)
        expect(outlineOf(borders, id)).toEqual(
          geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
        );
    }),
  );
});

test('the arcs with a cell on them are its outline: each side once, in no other arc', () => {
  fc.assert(
    fc.property(plans, (cells) => {
      const borders = bordersOf(cells);
      const seen = new Set<string>();
      const around = new Map<number, string[]>();
      for (const arc of borders.arcs)
        for (const name of segmentsOf(lineOf(borders, arc)).map(segmentName)) {
          expect(seen.has(name)).toBe(false);
          seen.add(name);
          for (const cell of arc.cells) around.set(cell, [...(around.get(cell) ?? []), name]);
        }
      for (const { id } of cells) {
        const own = (outlineOf(borders, id) ?? []).flat().flatMap(segmentsOf).map(segmentName);
        expect(around.get(id)?.sort()).toEqual(own.sort());
      }
    }),
  );
});

test('ends every arc at junctions and has none inside, but for rings', () => {
  fc.assert(
    fc.property(plans, (cells) => {
      const { arcs, junctions } = bordersOf(cells);
      for (const { vertices } of arcs) {
        expect(vertices.slice(1, -1).some((vertex) => junctions.has(vertex))).toBe(false);
        if (vertices[0] !== vertices.at(-1))
          expect([vertices[0], vertices.at(-1)].every((end) => junctions.has(end ?? -1))).toBe(true);
      }
    }),
  );
});

test('parts four cells by one four-way junction, and counts a border between two of them once', () => {
  const borders = bordersOf(latticeCells(2, 2));
  const centre = borders.index.get(keyOf(latticePoint(1, 1))) ?? -1;
  expect(borders.junctions.has(centre)).toBe(true);
  const meeting = borders.arcs.filter(({ vertices }) => vertices.includes(centre));
  expect(meeting.map(({ cells }) => cells.toSorted())).toHaveLength(4);
  expect(meeting.every(({ cells, vertices }) => cells.length === 2 && vertices.length === 3)).toBe(true);
});

test('an enclave has one ring of border with the cell around it; a hole has its own', () => {
  const enclave = bordersOf(withHole(latticeCells(1, 1), 1, 1, 2)).arcs.find(({ cells }) =>
    cells.includes(2),
  );
  expect(enclave?.cells.toSorted()).toEqual([1, 2]);
  expect(enclave?.vertices[0]).toBe(enclave?.vertices.at(-1));
  const hole = bordersOf(withHole(latticeCells(1, 1), 1, 1));
  expect(hole.arcs.map(({ cells }) => cells)).toEqual([[1], [1]]);
});

test('keeps vertices apart that differ in the last digit: what is not shared is shown as it is', () => {
  const near = (lat: number): [number, number][] => [
    [0, 0],
    [1, lat],
    [0, 1],
    [0, 0],
  ];
  const { positions } = bordersOf([
    { id: 1, geometry: { type: 'Polygon', coordinates: [near(0)] } },
    { id: 2, geometry: { type: 'Polygon', coordinates: [near(1e-7)] } },
  ]);
  expect(positions).toHaveLength(4);
});
