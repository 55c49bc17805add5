import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chosenOf,
  comparedPeriod,
  dayAt,
  daysBetween,
  dragged,
  labelledDays,
  mostDays,
  moved,
  periodOf,
  shifted,
  spanOf,
} from '../../../web/desk/brush.ts';

const day = fc
  .date({ min: new Date('0001-01-02'), max: new Date('9999-12-28'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const period = fc.tuple(day, day).map((days) => days.sort() as [string, string]);

test('whatever the period, the span shows its last day, and never more days than can be counted', () => {
  fc.assert(
    fc.property(period, day, ([from, to], today) => {
      const span = spanOf(from, to, today);
      expect(span.days).toBeGreaterThanOrEqual(28);
      expect(span.days).toBeLessThanOrEqual(mostDays);
      const { first, last } = chosenOf(span, from, to);
      if (daysBetween('0001-01-01', to) > mostDays) {
        expect(last).toBeLessThan(span.days);
        if (daysBetween(from, to) < mostDays) expect(first).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('shows four weeks about a week, up to today', () => {
  expect(spanOf('2026-03-09', '2026-03-15', '2026-03-15')).toEqual({ first: '2026-02-16', days: 28 });
  expect(spanOf('2026-02-02', '2026-02-08', '2026-03-15')).toEqual({ first: '2026-01-22', days: 28 });
  expect(spanOf('0001-01-01', '9999-12-30', '2026-03-15')).toEqual({ first: '9998-11-26', days: 400 });
});

test('goes back as far as one likes, and forward to today', () => {
  const span = { first: '2026-02-01', days: 28 };
  expect(shifted(span, -28, '2026-03-15').first).toBe('2026-01-04');
  expect(shifted(span, 28, '2026-03-15').first).toBe('2026-02-16');
});

describe('a choice', () => {
  const span = { first: '2026-03-01', days: 28 };
  const place = fc.integer({ min: -50, max: 80 });

  test('is the days between, whichever way one drags, and the period that they are', () => {
    expect(periodOf(span, dragged(6, 2, span))).toEqual({ from: '2026-03-03', to: '2026-03-08' });
    fc.assert(
      fc.property(place, place, (a, b) => {
        const chosen = dragged(a, b, span);
        expect(chosen).toEqual(dragged(b, a, span));
        const { from, to } = periodOf(span, chosen);
        expect(chosenOf(span, from, dayAt(to, -1))).toEqual(chosen);
        expect(chosen.first).toBeGreaterThanOrEqual(0);
        expect(chosen.last).toBeLessThan(span.days);
      }),
    );
  });

  test('has ends that never pass each other, however they are moved', () => {
    fc.assert(
      fc.property(place, place, fc.constantFrom('first', 'last'), place, (a, b, end, by) => {
        const { first, last } = moved(dragged(a, b, span), end, by, span);
        expect(0 <= first && first <= last && last < span.days).toBe(true);
      }),
    );
  });
});

test('compares with as long a time before, or the same weekdays of last year', () => {
  const march = { from: '2026-03-09', to: '2026-03-16' };
  expect(comparedPeriod(march, 'before')).toEqual({ from: '2026-03-02', to: '2026-03-09' });
  expect(comparedPeriod(march, 'year')).toEqual({ from: '2025-03-10', to: '2025-03-17' });
  const hours = { from: '2026-03-09T08:00:00.000Z', to: '2026-03-10T08:00:00.000Z' };
  expect(comparedPeriod(hours, 'before')?.to).toBe('2026-03-09T08:00:00.000Z');
  const ages = { from: '0001-01-01', to: '9999-12-31' };
  expect([comparedPeriod(ages, 'before'), comparedPeriod(ages, 'year')]).toEqual([undefined, undefined]);
});

test('dates below the days neither cover each other nor leave the chart', () => {
  for (let width = 120; width < 1_400; width += 7)
    for (const days of [28, 42, 90, 400]) {
      const indices = labelledDays(days, width);
      expect(indices[0]).toBe(0);
      const [, ...middles] = indices.map((index) => ((index + 0.5) * width) / days);
      // A date such as 10-30 is 33 pixels wide, the first with its year 62.
      for (const [place, middle] of middles.entries())
        expect(middle - 16.5).toBeGreaterThan(place === 0 ? 62 : (middles[place - 1] ?? 0) + 16.5);
      expect((middles.at(-1) ?? 0) + 16.5).toBeLessThanOrEqual(width);
    }
});
