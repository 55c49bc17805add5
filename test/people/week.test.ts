import fc from 'fast-check';
import { expect, test } from 'vitest';
import { availability } from '../../server/people/availability.ts';
import { paintWindows, splitAtMidnight, tidyWindows, type WeekWindow } from '../../server/people/week.ts';

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** The slow and obvious version: every minute of the week, said or not. */
function minutesOf(windows: readonly WeekWindow[]): string {
  const week = new Array<boolean>(7 * 1_440).fill(false);
  for (const { days, from, to } of windows)
    for (const day of days)
      for (let minute = minutes(from); minute < minutes(to); minute += 1)
        week[(day - 1) * 1_440 + minute] = true;
  return week.map(Number).join('');
}

const window = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), fc.nat(1_438), fc.nat(1_440))
  .map(([days, a, b]): WeekWindow => {
    const [from, to] = a < b ? [a, b] : [a, 1_440];
    return { days, from: clock(from), to: clock(to) };
  });
const windows = fc.array(window, { maxLength: 6 });

test('tidied hours are the same minutes of the week, said once, and stay as they are when tidied again', () => {
  fc.assert(
    fc.property(windows, (given) => {
      const tidy = tidyWindows(given);
      expect(minutesOf(tidy)).toBe(minutesOf(given));
      expect(tidyWindows(tidy)).toEqual(tidy);
    }),
    { numRuns: 60 },
  );
});

test('painting an hour adds or takes out that hour and no other minute', () => {
  fc.assert(
    fc.property(
      windows,
      fc.integer({ min: 1, max: 7 }),
      fc.nat(23),
      fc.boolean(),
      (given, day, hour, isAdded) => {
        const painted = paintWindows(given, { day, from: hour * 60, to: (hour + 1) * 60 }, isAdded);
        const expected = minutesOf(given).split('');
        expected.fill(
          isAdded ? '1' : '0',
          (day - 1) * 1_440 + hour * 60,
          (day - 1) * 1_440 + (hour + 1) * 60,
        );
        expect(minutesOf(painted)).toBe(expected.join(''));
      },
    ),
    { numRuns: 60 },
  );
});

test('hours over midnight go on the next day, Sunday’s on Monday', () => {
  expect(splitAtMidnight({ days: [5, 7], from: '22:00', to: '06:00' })).toEqual([
    { days: [5, 7], from: '22:00', to: '24:00' },
    { days: [6, 1], from: '00:00', to: '06:00' },
  ]);
  expect(splitAtMidnight({ days: [1], from: '08:00', to: '00:00' })).toEqual([
    { days: [1], from: '08:00', to: '24:00' },
  ]);
});

test('stored hours begin before they end, within a day', () => {
  const accepts = (from: string, to: string) => availability.safeParse([{ days: [1], from, to }]).success;
  expect(accepts('08:00', '12:00')).toBe(true);
  expect(accepts('00:00', '24:00')).toBe(true);
  expect(accepts('22:00', '06:00')).toBe(false);
  expect(accepts('08:00', '08:00')).toBe(false);
  expect(accepts('8:00', '12:00')).toBe(false);
  expect(accepts('08:00', '24:30')).toBe(false);
  expect(availability.parse([])).toEqual([]);
});
