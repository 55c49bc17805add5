import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import type { WeekHours } from '../../server/rules/hours.ts';
import { windowFor, windowsOf } from '../../server/rules/windows.ts';

const zone = 'Asia/Shanghai';
const at = (text: string, timeZone = zone) => DateTime.fromISO(text, { zone: timeZone }).toMillis();
const said = (hours: WeekHours, from: string, to: string, timeZone = zone) => {
  const { starts, ends } = windowsOf(hours, timeZone, at(from, timeZone), at(to, timeZone));
  const text = (ms: number) => DateTime.fromMillis(ms, { zone: timeZone }).toFormat('MM-dd HH:mm');
  return [...starts].map((start, index) => `${text(start)} ${text(ends[index] ?? 0)}`);
};
const everyDay = [1, 2, 3, 4, 5, 6, 7];

test('school days leave holidays out and take the weekends that make up for them', () => {
  const school = [{ days: everyDay, from: '07:20', to: '08:00', schoolDays: true }];
  const days = said(school, '2026-09-30', '2026-10-12').map((text) => text.slice(0, 5));
  expect(days).toEqual(['09-30', '10-08', '10-09', '10-10', '10-12', '10-13']);
});

test('hours until midnight and from midnight on meet', () => {
  const night = [
    { days: [5], from: '22:00', to: '24:00' },
    { days: [6], from: '00:00', to: '02:00' },
  ];
  expect(said(night, '2026-03-06', '2026-03-07')).toEqual([
    '03-06 22:00 03-07 00:00',
    '03-07 00:00 03-07 02:00',
  ]);
});

test('a day on which the clock is changed has its hours by the clock', () => {
  const berlin = 'Europe/Berlin';
  const hours = [{ days: [7], from: '08:00', to: '24:00' }];
  expect(said(hours, '2026-03-29', '2026-03-29', berlin)).toEqual(['03-29 08:00 03-30 00:00']);
});

test('a window over the hour that a clock shows twice holds both, and windows side by side neither overlap nor part', () => {
  const berlin = 'Europe/Berlin';
  const hours = ['02:00', '02:30', '03:00', '04:00'];
  const between = hours.slice(1).map((to, index) => ({ days: [7], from: hours[index] ?? '', to }));
  const day = Date.parse('2026-10-25T10:00:00Z');
  const { starts, ends } = windowsOf(between, berlin, day, day);
  const utc = (at: number) => new Date(at).toISOString().slice(11, 16);
  expect([...starts].slice(0, 3).map(utc)).toEqual(['00:00', '00:30', '02:00']);
  expect([...ends].slice(0, 3).map(utc)).toEqual(['00:30', '02:00', '03:00']);
});

test('a window stands from the end of the one before it, and for no more than seven days ahead', () => {
  const windows = windowsOf(
    [{ days: [1, 3], from: '08:00', to: '09:00' }],
    zone,
    at('2026-03-02'),
    at('2026-03-12'),
  );
  const standing = (text: string) => {
    const start = windows.starts[windowFor(windows, at(text))];
    return start === undefined ? null : DateTime.fromMillis(start, { zone }).toFormat('MM-dd');
  };
  expect(
    ['2026-03-02T08:30', '2026-03-02T09:00', '2026-03-04T08:00', '2026-03-04T09:00'].map(standing),
  ).toEqual(['03-02', '03-04', '03-04', '03-09']);
  const holidays = windowsOf(
    [{ days: everyDay, from: '08:00', to: '09:00', schoolDays: true }],
    zone,
    at('2026-02-13'),
    at('2026-02-27'),
  );
  const standingIn = ['2026-02-14T08:30', '2026-02-16T12:00', '2026-02-17T12:00'].map((text) =>
    windowFor(holidays, at(text)),
  );
  expect(standingIn).toEqual([1, -1, 2]);
});

test('windows of the year 1 or 9999 are not looked for', () => {
  const hours = [{ days: everyDay, from: '08:00', to: '09:00' }];
  const windows = windowsOf(hours, zone, at('0001-01-01'), at('9999-12-31'));
  expect(windows.starts.length).toBe(
    Math.round((Date.UTC(2100, 0, 1) - Date.UTC(1990, 0, 1)) / 86_400_000) + 1,
  );
  expect(windowFor(windows, at('9999-01-01'))).toBe(-1);
});
