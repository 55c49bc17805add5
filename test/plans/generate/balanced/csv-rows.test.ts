import { expect, test } from 'vitest';
import { csvRows } from '../../../../server/plans/generate/balanced/csv-rows.ts';

const values = (text: string) => csvRows(text).map((row) => row.values);

test('reads commas, semicolons and tabs', () => {
  for (const separator of [',', ';', '\t'])
    expect(values(`code${separator}weight\nA${separator}1\n`)).toEqual([
      ['code', 'weight'],
      ['A', '1'],
    ]);
});

test('reads quotes, doubled quotes and line breaks in them, and counts the lines', () => {
  expect(csvRows('a,b\r\n"x, ""y""\nz",1\r\n\r\nlast,2')).toEqual([
    { line: 1, values: ['a', 'b'] },
    { line: 2, values: ['x, "y"\nz', '1'] },
    { line: 5, values: ['last', '2'] },
  ]);
});

test('leaves out a byte order mark, blanks around values and empty rows', () => {
  expect(values('\uFEFF code , weight \n , \n A , 3 ')).toEqual([
    ['code', 'weight'],
    ['A', '3'],
  ]);
  expect(values('')).toEqual([]);
});
