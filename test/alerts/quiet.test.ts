import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { quietAt } from '../../server/alerts/quiet.ts';

const zone = 'Asia/Shanghai';
const at = (text: string, timeZone = zone) => DateTime.fromISO(text, { zone: timeZone }).toMillis();
const night = { from: '22:00', to: '06:00' };

describe('the usual night', () => {
  const period = { since: at('2026-03-05T22:00'), until: at('2026-03-06T06:00') };

  test.for([
    ['2026-03-05T21:59:59', null],
    ['2026-03-05T22:00', period],
    ['2026-03-06T00:00', period],
    ['2026-03-06T05:59:59', period],
    ['2026-03-06T06:00', null],
  ] as const)('%s', ([text, expected]) => {
    expect(quietAt(at(text), night, zone)).toEqual(expected);
  });
});

test('whoever wants none has none', () => {
  expect(quietAt(at('2026-03-05T23:00'), null, zone)).toBeNull();
});

test('a night in which clocks change ends at its hour all the same', () => {
  const berlin = 'Europe/Berlin';
  const found = quietAt(at('2026-03-29T01:30', berlin), night, berlin);
  expect(found).toEqual({ since: at('2026-03-28T22:00', berlin), until: at('2026-03-29T06:00', berlin) });
  expect((found?.until ?? 0) - (found?.since ?? 0)).toBe(7 * 3_600_000);
});

const hour = fc.integer({ min: 0, max: 1_439 }).map((minute) => {
  const text = (value: number) => String(value).padStart(2, '0');
  return `${text(Math.floor(minute / 60))}:${text(minute % 60)}`;
});

test('an instant is quiet exactly where the clock on the wall says so', () => {
  const instants = fc.integer({ min: at('2026-01-01T00:00'), max: at('2027-01-01T00:00') });
  fc.assert(
    fc.property(instants, hour, hour, (instant, from, to) => {
      fc.pre(from !== to);
      const wall = DateTime.fromMillis(instant, { zone }).toFormat('HH:mm');
      const isQuiet = from < to ? from <= wall && wall < to : wall >= from || wall < to;
      const found = quietAt(instant, { from, to }, zone);
      expect(found !== null).toBe(isQuiet);
      if (found) expect(found.since <= instant && instant < found.until).toBe(true);
    }),
  );
});
