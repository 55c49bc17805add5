import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planLimits } from '../../../../server/plans/limits.ts';
import {
  defaultOf,
  emptySize,
  limitsOfValues,
  rangeMissed,
  sizeFault,
  thresholdNames,
  usageFault,
  valuesOfLimits,
} from '../../../../web/actions/limits/values.ts';

const hundredths = (least: number, most: number) =>
  fc.integer({ min: least * 100, max: most * 100 }).map((value) => value / 100);
const sizes = fc.dictionary(
  fc.constantFrom('*', 'pasture', 'forest', '观光'),
  fc.record(
    { leastSquareMetres: hundredths(0, 1e6), mostHouseholds: fc.integer({ min: 1, max: 1000 }) },
    { requiredKeys: ['mostHouseholds'] },
  ),
  { minKeys: 1, noNullPrototype: true },
);
const limits = fc.record(
  {
    borderToleranceMetres: hundredths(0.01, 10),
    sliverMetres: hundredths(0, 100),
    leastCompactness: hundredths(0, 1),
    mostImbalance: hundredths(0.01, 3),
    leastCutShare: hundredths(0.05, 5),
    sizes,
  },
  { requiredKeys: [], noNullPrototype: true },
);

test('what is set comes back from the form as it was, and the server takes it', () => {
  fc.assert(
    fc.property(limits, (set) => {
      const values = valuesOfLimits(set);
      for (const name of thresholdNames) expect(rangeMissed(name, values[name])).toBeNull();
      expect(limitsOfValues(values)).toEqual(set);
      expect(planLimits.parse(limitsOfValues(values))).toEqual(set);
    }),
  );
});

test('an empty form sets nothing, and shows what holds by default', () => {
  expect(limitsOfValues(valuesOfLimits({}))).toEqual({});
  expect(thresholdNames.map(defaultOf)).toEqual(['0.02', '0.1', '0.1', '50', '50']);
});

test('a usage without a size is none', () => {
  const values = { ...valuesOfLimits({}), sizes: [emptySize('*')] };
  expect(limitsOfValues(values)).toEqual({});
});

test('tells what the server would refuse', () => {
  expect(rangeMissed('leastCompactness', 2)).toEqual({ least: 0, most: 1 });
  expect(rangeMissed('mostImbalance', 0.5)).toEqual({ least: 1, most: Number.POSITIVE_INFINITY });
  const row = { ...emptySize('*'), leastSquareMetres: -1, leastHouseholds: 30, mostHouseholds: 20 };
  expect(sizeFault(row, 'leastSquareMetres')).toBe('negative');
  expect(sizeFault({ ...row, mostSquareMetres: 0 }, 'mostSquareMetres')).toBe('not-above-zero');
  expect(sizeFault(row, 'mostHouseholds')).toBe('below-least');
  const rows = [emptySize('*'), emptySize(''), emptySize('* ')];
  expect(rows.map((_, place) => usageFault(rows, place))).toEqual([null, 'missing', 'twice']);
});
