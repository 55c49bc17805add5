import { expect, test } from 'vitest';
import { cellsBetween, entryOf, type Part, partsToKeep } from '../../server/sweeps/near-answer.ts';

const part = (name: string, key: string, cells: Record<number, number>): Part => ({
  name,
  key,
  marks: {
    cellId: Float64Array.from(Object.keys(cells), Number),
    mark: Float64Array.from(Object.values(cells)),
  },
});

const monday = part('monday', 'a', { 1: 10, 2: 20, 7: 70 });
const tuesday = part('tuesday', 'a', { 2: 5 });

test('between two answers only cells differ of which another day is known, or something else of a day', () => {
  expect(cellsBetween([monday, tuesday], [monday, tuesday])).toEqual(new Set());
  const uploaded = part('monday', 'b', { 1: 10, 2: 21, 3: 30 });
  expect(cellsBetween([monday, tuesday], [uploaded, tuesday])).toEqual(new Set([2, 3, 7]));
  const wednesday = part('wednesday', 'a', { 4: 1 });
  expect(cellsBetween([monday, tuesday], [tuesday, wednesday])).toEqual(new Set([1, 2, 4, 7]));
});

test('what differs in many days is counted anew', () => {
  const week = Array.from({ length: 7 }, (_, day) => part(`${day}`, 'a', { 1: 1 }));
  expect(
    cellsBetween(
      week,
      week.map(({ name, marks }) => ({ name, key: 'b', marks })),
    ),
  ).toBeUndefined();
});

test('days of a year are not kept beside an answer', () => {
  const large = { cellId: new Float64Array(500_000), mark: new Float64Array(500_000) };
  expect(partsToKeep([{ name: 'a', key: 'a', marks: large }])).toBeUndefined();
  expect(partsToKeep([monday])).toEqual([monday]);
});

test('finds a cell among those of a day', () => {
  expect([0, 1, 2, 5, 7, 8].map((cell) => entryOf(monday.marks, cell))).toEqual([-1, 0, 1, -1, 2, -1]);
});
