import { describe, expect, test } from 'vitest';
import { addDays, parsePeriod } from '../../../web/state/period.ts';

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

test('addDays goes over the ends of months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
});
