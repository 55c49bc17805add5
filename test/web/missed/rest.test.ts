import { expect, test } from 'vitest';
import { withRows } from '../../../web/missed/rest.ts';

test('what does not fit on the page is counted with the rest, by kind and place', () => {
  const rest = {
    ...{ total: 5, totals: { overdue: 5 }, elsewhere: 1 },
    places: [
      { name: '东嘎查', count: 3 },
      { name: '西嘎查', count: 1 },
    ],
  };
  const place = {
    code: '1',
    name: '网格',
    position: null,
    bounds: [0, 0, 1, 1] as [number, number, number, number],
  };
  const rows = [
    { kind: 'overdue', owner: '西嘎查', place },
    { kind: 'no-officer', owner: '西嘎查', place },
    { kind: 'unassigned-land', owner: null, place: { ...place, name: '南嘎查' } },
    { kind: 'overdue', owner: '西嘎查', place },
  ] as const;
  expect(withRows(rest, rows)).toEqual({
    ...{ total: 9, totals: { overdue: 7, 'no-officer': 1, 'unassigned-land': 1 }, elsewhere: 1 },
    places: [
      { name: '西嘎查', count: 4 },
      { name: '东嘎查', count: 3 },
      { name: '南嘎查', count: 1 },
    ],
  });
  expect(withRows(rest, [])).toEqual(rest);
});
