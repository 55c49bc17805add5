import { describe, expect, test } from 'vitest';
import { addDays, isPeriodMisread, parsePeriod } from '../../../web/state/period.ts';

const parse = (search: string) => parsePeriod(new URLSearchParams(search));

describe('parsePeriod', () => {
  test('reads hours that are offered and dates in order', () => {
    expect(parse('hours=24')).toEqual({ hours: 24 });
    expect(parse('from=2026-03-01&to=2026-03-08')).toEqual({ from: '2026-03-01', to: '2026-03-08' });
  });

  test.each(['', 'hours=5', 'from=2026-03-08&to=2026-03-01', 'from=yesterday&to=2026-03-01', 'hours=x'])(
    'takes a week for an address with %j',
    (search) => {
      expect(parse(search)).toEqual({ hours: 168 });
    },
  );
});

test.each([
  ['', false],
  ['hours=24', false],
  ['from=2026-03-01&to=2026-03-08', false],
  ['from=0001-01-01&to=9999-12-31', false],
  ['hours=5', true],
  ['hours=x', true],
  ['from=2026-03-08&to=2026-03-01', true],
  ['from=2026-03-08&to=2026-03-08', true],
  ['from=2026-02-30&to=2026-03-08', true],
  ['from=0000-01-01&to=2026-03-08', true],
  ['to=2026-03-08', true],
])('of an address with %j it is known whether its period is none', (search, isMisread) => {
  expect(isPeriodMisread(new URLSearchParams(search))).toBe(isMisread);
});

test('addDays goes over the ends of months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
});
