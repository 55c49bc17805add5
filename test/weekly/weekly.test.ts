import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flowsOf } from '../../server/weekly/flows.ts';
import { begunWeek, weekAt, weekOf, weekOfDate, weekText } from '../../server/weekly/week.ts';

const zone = 'Asia/Shanghai';

describe('a week', () => {
  test('is that of ISO 8601, also across a year’s end', () => {
    expect(weekAt('2026-W53', zone)).toMatchObject({ monday: '2026-12-28', sunday: '2027-01-03' });
    expect(weekOfDate('2027-01-01')).toBe('2026-W53');
    expect(weekOf(Date.parse('2026-03-01T15:59:00Z'), zone).week).toBe('2026-W09');
    expect(weekOf(Date.parse('2026-03-01T16:00:00Z'), zone).week).toBe('2026-W10');
  });

  test.for(['2026-W00', '2026-W54', '2025-W53', '2026-W5', '0000-W01', 'W10'])('%s is none', (text) => {
    expect(weekText.safeParse(text).success).toBe(false);
  });

  test('that has not begun is refused', () => {
    const now = Date.parse('2026-03-04T00:00:00Z');
    expect(begunWeek('2026-W10', now, zone).week).toBe('2026-W10');
    expect(() => begunWeek('2026-W11', now, zone)).toThrow('2026-W10');
    expect(() => begunWeek('9999-W52', now, zone)).toThrow('not begun');
  });
});

test('what was open, opened and closed comes to what is open, whatever the days', () => {
  const obligations = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
  fc.assert(
    fc.property(fc.array(obligations, { minLength: 1, maxLength: 8 }), (ends) => {
      const flows = flowsOf(ends.map((open, index) => ({ day: String(index), obligations: new Set(open) })));
      expect(flows.atStart + flows.opened - flows.closed).toBe(flows.open);
      expect(flows.open).toBe(ends.at(-1)?.length);
      const changes = flows.days.reduce((sum, { opened, closed }) => sum + opened - closed, 0);
      expect(changes).toBe(flows.opened - flows.closed);
    }),
  );
});
