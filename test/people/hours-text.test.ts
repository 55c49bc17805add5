import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hoursText, readHours } from '../../server/people/hours-text.ts';

test('hours are read as people write them', () => {
  const weekdays = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };
  expect(readHours('周一至周五 08:00-18:00；周末 全天')).toEqual([
    weekdays,
    { days: [6, 7], from: '00:00', to: '24:00' },
  ]);
  for (const text of [
    '工作日 8:00-18:00',
    '星期一~星期五 8点-18点',
    'Mon-Fri 08:00–18:00',
    '周1-5 8:00至18:00',
    '周一、二、三、四、五 8-18',
  ])
    expect([text, readHours(text)]).toEqual([text, [weekdays]]);
  expect(readHours('每天')).toEqual([{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }]);
  expect(readHours('周六 8:00-12:00、14:00-18:00')).toEqual([
    { days: [6], from: '08:00', to: '12:00' },
    { days: [6], from: '14:00', to: '18:00' },
  ]);
});

test('hours over midnight are parted there', () => {
  expect(readHours('周日 22:00-06:00')).toEqual([
    { days: [7], from: '22:00', to: '24:00' },
    { days: [1], from: '00:00', to: '06:00' },
  ]);
});

test('what says no hours is none', () => {
  for (const text of [
    '有空',
    '周八 8:00-9:00',
    '25:00-26:00',
    '8:00-8:00',
    '周一 全天 8:00-9:00',
    '',
    '随时联系',
    '1-5 8:00-9:00',
  ])
    expect([text, readHours(text)]).toEqual([text, undefined]);
});

test('hours that are written are read again as they were', () => {
  const clock = fc.integer({ min: 0, max: 47 });
  const pad = (half: number) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`;
  const window = fc
    .tuple(fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), clock, clock)
    .map(([days, a, b]) => ({ days, from: pad(Math.min(a, b)), to: pad(Math.max(a, b) + 1) }));
  fc.assert(
    fc.property(fc.array(window, { maxLength: 5 }), (hours) => {
      expect(readHours(hoursText(hours))).toEqual(hours);
    }),
  );
});
