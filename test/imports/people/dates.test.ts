import { expect, test } from 'vitest';
import { dateOf } from '../../../server/imports/people/dates.ts';
import { serialDate } from '../../../server/imports/tables/serial-date.ts';

test('a day is read in every form that registers write', () => {
  const forms = [
    ...['2024-03-01', '2024/3/1', '2024.3.1', '2024年3月1日', '20240301', 20240301, 45352, '45352'],
    ...['2024-03-01 00:00:00', '2024/3/1 8:30', '２０２４年３月１日', ' 2024-3-1 '],
  ];
  expect(forms.map((form) => dateOf(form))).toEqual(forms.map(() => '2024-03-01'));
});

test('what is no day, or might be two, is none', () => {
  const wrong = [
    '2024-02-30',
    '3/1/2024',
    '01.03.24',
    '2024年3月',
    '去年',
    '20241301',
    '0',
    7,
    true,
    '1',
    '9999-01-01',
  ];
  expect(wrong.map((form) => dateOf(form))).toEqual(wrong.map(() => undefined));
});

test('day numbers count as spreadsheets do, with the leap day of 1900 that never was', () => {
  expect([1, 59, 60, 61, 45352, 45352.75].map((serial) => serialDate(serial))).toEqual([
    ...['1900-01-01', '1900-02-28', undefined, '1900-03-01', '2024-03-01', '2024-03-01'],
  ]);
  expect(serialDate(43890, true)).toBe('2024-03-01');
});
