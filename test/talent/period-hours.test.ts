import { expect, test } from 'vitest';
import { hoursOfPeriod } from '../../server/talent/period-hours.ts';

const at = (text: string) => new Date(text).getTime();
const hours = (from: string, to: string) => hoursOfPeriod(at(from), at(to), 'Asia/Shanghai');

test('a period takes up hours of its local days', () => {
  // 2026-03-06 is a Friday.
  expect(hours('2026-03-06T20:00:00+08:00', '2026-03-08T02:30:00+08:00')).toEqual([
    { days: [5], from: '20:00', to: '24:00' },
    { days: [6], from: '00:00', to: '24:00' },
    { days: [7], from: '00:00', to: '02:30' },
  ]);
});

test('ends at midnight with the day before, and rounds a part of a minute up', () => {
  expect(hours('2026-03-06T22:00:00+08:00', '2026-03-07T00:00:00+08:00')).toEqual([
    { days: [5], from: '22:00', to: '24:00' },
  ]);
  expect(hours('2026-03-06T09:00:30+08:00', '2026-03-06T09:00:45+08:00')).toEqual([
    { days: [5], from: '09:00', to: '09:01' },
  ]);
  expect(hours('2026-03-06T23:59:10+08:00', '2026-03-06T23:59:40+08:00')).toEqual([
    { days: [5], from: '23:59', to: '24:00' },
  ]);
});

test('a week and more takes up every hour', () => {
  expect(hours('2026-03-06T09:00:00Z', '2026-03-14T09:00:00Z')).toEqual([
    { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' },
  ]);
});
