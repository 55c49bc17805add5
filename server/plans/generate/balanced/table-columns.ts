import { InvalidInput } from '../../../http/problem.ts';
import type { CsvRow } from './csv-rows.ts';

/** Where a column is: the one named, else the first of the usual names that is there; upper or lower case alike. */
export function findColumn(header: CsvRow | undefined, wanted: string | undefined, usual: readonly string[]) {
  const names = (header?.values ?? []).map((name) => name.toLowerCase());
  const candidates = wanted === undefined ? usual : [wanted.toLowerCase()];
  return candidates.map((name) => names.indexOf(name)).find((at) => at >= 0);
}

/** As {@link findColumn}; throws InvalidInput where there is none. */
export function columnOf(
  header: CsvRow | undefined,
  wanted: string | undefined,
  usual: readonly string[],
  path: string,
): number {
  const found = findColumn(header, wanted, usual);
  if (found !== undefined) return found;
  const [there, looked] = [header?.values.join(', ') ?? '', wanted ?? usual.join(', ')];
  throw new InvalidInput(
    'no-weight-column',
    `The table has no column ${looked}; its columns are: ${there || 'none'}.`,
    `表中没有列 ${looked}；现有列：${there || '无'}。`,
    [{ path, reason: 'no such column' }],
  );
}

/** Why a value is no weight; undefined for a number of 0 or more. */
export type WeightFault = 'missing-weight' | 'negative-weight' | 'not-a-number';

export function weightFault(given: string): WeightFault | undefined {
  if (given === '') return 'missing-weight';
  const weight = Number(given);
  if (!Number.isFinite(weight)) return 'not-a-number';
  return weight < 0 ? 'negative-weight' : undefined;
}

export const weightNames = [
  'weight',
  '权重',
  'households',
  '户数',
  'population',
  '人口',
  'count',
  '数量',
] as const;
