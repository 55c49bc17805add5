import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { countDay, localDays } from '../../server/coverage/day-counts.ts';
import { statuses } from '../../server/coverage/status.ts';

const millisOf = (text: string, zone: string) => DateTime.fromISO(text, { zone }).toMillis();
const daysOf = (from: string, to: string, zone = 'Asia/Shanghai') =>
  localDays([millisOf(from, zone), millisOf(to, zone)], zone);

test('lists every local day that the period touches, whole', () => {
  expect(daysOf('2026-03-01T23:59', '2026-03-03T00:01').map(({ day }) => day)).toEqual([
    '2026-03-01',
    '2026-03-02',
    '2026-03-03',
  ]);
  expect(daysOf('2026-03-01', '2026-03-02')).toEqual([
    { day: '2026-03-01', interval: [Date.parse('2026-02-28T16:00:00Z'), Date.parse('2026-03-01T16:00:00Z')] },
  ]);
});

test('days are as long as the clocks say where they are put forward and back', () => {
  const hours = daysOf('2026-03-28', '2026-03-30', 'Europe/Berlin').map(
    ({ interval: [from, to] }) => (to - from) / 3_600_000,
  );
  expect(hours).toEqual([24, 23]);
});

test('takes 400 days and refuses more, however many', () => {
  expect(daysOf('2025-01-01', '2026-02-05')).toHaveLength(400);
  expect(daysOf('2024-01-01', '2025-02-04', 'Europe/Berlin')).toHaveLength(400);
  for (const [from, to] of [
    ['2025-01-01', '2026-02-06'],
    ['2025-01-01', '2026-02-05T00:01'],
    ['0001-01-01', '9999-12-31'],
  ] as const)
    expect(() => daysOf(from, to)).toThrow('At most 400 days');
});

test('counts a cell that nobody ever visited among the unmet, and none that is excluded', () => {
  const asked = ['met', 'met', 'late', 'unmet', 'never', 'no-data', 'excluded'] as const;
  const status = Uint8Array.from(asked, (one) => statuses.indexOf(one));
  expect(countDay('2026-03-01', { status })).toEqual({
    day: '2026-03-01',
    obligations: 6,
    met: 2,
    late: 1,
    unmet: 2,
    never: 1,
    noData: 1,
  });
});
