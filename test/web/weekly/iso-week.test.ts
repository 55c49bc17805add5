import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { addWeeks, mondayOf, weekOfDate } from '../../../web/weekly/iso-week.ts';

test('weeks are those of ISO 8601, as another library has them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -20_000, max: 30_000 }),
      fc.integer({ min: -60, max: 60 }),
      (days, weeks) => {
        const date = DateTime.fromISO('2000-01-01', { zone: 'utc' }).plus({ days });
        const week = date.toFormat("kkkk-'W'WW");
        expect(weekOfDate(date.toISODate() ?? '')).toBe(week);
        expect(mondayOf(week)).toBe(date.startOf('week').toISODate());
        expect(addWeeks(week, weeks)).toBe(date.plus({ weeks }).toFormat("kkkk-'W'WW"));
      },
    ),
  );
});
