import { defaultLimits } from '../../../server/plans/default-limits.ts';
import type { Plan } from '../../types.ts';

type Limits = Plan['limits'];
type Size = NonNullable<Limits['sizes']>[string];
type Field = number | string;

/** The usage that stands for any other in a plan's limits. */
export const anyOther = '*';

/** How much of a unit of the form one unit of the contract is: shares are written as percent. */
const thresholds = {
  borderToleranceMetres: { scale: 1, least: 0.001, most: 10 },
  sliverMetres: { scale: 1, least: 0, most: 100 },
  leastCompactness: { scale: 1, least: 0, most: 1 },
  mostImbalance: { scale: 100, least: 1, most: Number.POSITIVE_INFINITY },
  leastCutShare: { scale: 100, least: 5, most: Number.POSITIVE_INFINITY },
} as const;

export type Threshold = keyof typeof thresholds;
export const thresholdNames = [
  'borderToleranceMetres',
  'sliverMetres',
  'leastCompactness',
  'mostImbalance',
  'leastCutShare',
] as const satisfies readonly Threshold[];

export const sizeNames = [
  'leastSquareMetres',
  'mostSquareMetres',
  'leastHouseholds',
  'mostHouseholds',
] as const satisfies readonly (keyof Size)[];
export type SizeValues = Record<(typeof sizeNames)[number], Field> & { usage: string };

/** The form of the thresholds; an empty field is what holds by default. */
export type LimitsValues = Record<Threshold, Field> & { sizes: SizeValues[] };

/** A product such as 0.07 × 100 without what the binary fraction adds. */
const exact = (value: number) => Number(value.toPrecision(12));

export const defaultOf = (name: Threshold): string =>
  String(exact(defaultLimits[name] * thresholds[name].scale));

/** A row of sizes of which nothing is known yet. */
export const emptySize = (usage: string): SizeValues => ({
  usage,
  leastSquareMetres: '',
  mostSquareMetres: '',
  leastHouseholds: '',
  mostHouseholds: '',
});

function rowOfSize([usage, size]: [string, Size]): SizeValues {
  const row = emptySize(usage);
  for (const name of sizeNames) row[name] = size[name] ?? '';
  return row;
}

/** What a planner has set, as the form shows it. */
export function valuesOfLimits(limits: Limits): LimitsValues {
  const shown = (name: Threshold): Field => {
    const value = limits[name];
    return value === undefined ? '' : exact(value * thresholds[name].scale);
  };
  return {
    borderToleranceMetres: shown('borderToleranceMetres'),
    sliverMetres: shown('sliverMetres'),
    leastCompactness: shown('leastCompactness'),
    mostImbalance: shown('mostImbalance'),
    leastCutShare: shown('leastCutShare'),
    sizes: Object.entries(limits.sizes ?? {}).map(rowOfSize),
  };
}

/** What is sent: the fields that are filled in; a usage without any size is none. */
export function limitsOfValues(values: LimitsValues): Limits {
  const limits: Limits = {};
  for (const name of thresholdNames)
    if (values[name] !== '') limits[name] = exact(Number(values[name]) / thresholds[name].scale);
  const sizes: Record<string, Size> = {};
  for (const row of values.sizes) {
    const size: Size = {};
    for (const name of sizeNames) if (row[name] !== '') size[name] = Number(row[name]);
    if (Object.keys(size).length > 0) sizes[row.usage.trim()] = size;
  }
  return Object.keys(sizes).length > 0 ? { ...limits, sizes } : limits;
}

/** The range of a threshold that a value lies outside of; null where it is right, or empty. */
export function rangeMissed(name: Threshold, value: Field): { least: number; most: number } | null {
  const { least, most } = thresholds[name];
  return value === '' || (Number(value) >= least && Number(value) <= most) ? null : { least, most };
}

type SizeFault = 'negative' | 'not-above-zero' | 'below-least';

/** What is wrong with a number of a row. */
export function sizeFault(row: SizeValues, name: (typeof sizeNames)[number]): SizeFault | null {
  const value = row[name];
  if (value === '') return null;
  if (name === 'leastSquareMetres' || name === 'leastHouseholds')
    return Number(value) >= 0 ? null : 'negative';
  if (!(Number(value) > 0)) return 'not-above-zero';
  const least = row[name === 'mostSquareMetres' ? 'leastSquareMetres' : 'leastHouseholds'];
  return least !== '' && Number(value) < Number(least) ? 'below-least' : null;
}

/** Why the usage of a row cannot stand. */
export function usageFault(rows: readonly SizeValues[], place: number): 'missing' | 'twice' | null {
  const usage = rows[place]?.usage.trim() ?? '';
  if (usage === '') return 'missing';
  return rows.some((row, other) => other < place && row.usage.trim() === usage) ? 'twice' : null;
}
