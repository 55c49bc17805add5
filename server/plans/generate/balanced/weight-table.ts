import { InvalidInput } from '../../../http/problem.ts';
import { csvRows } from './csv-rows.ts';
import { columnOf, type WeightFault, weightFault, weightNames } from './table-columns.ts';

type WeightProblemKind = WeightFault | 'unknown-code' | 'duplicate-code' | 'no-row';

/** A row that was left out, or a piece that no row weighs (`line` absent). */
type WeightProblem = {
  kind: WeightProblemKind;
  line?: number;
  code: string;
  english: string;
  chinese: string;
};

export type WeightTable = {
  /** The weight of each piece, in the order of the codes asked for; 0 where no row gives one. */
  weights: Float64Array;
  problems: WeightProblem[];
};

export type WeightColumns = { code?: string; weight?: string };

const codeNames = ['code', '代码', '编码', 'id'];

/**
 * Reads a table of weights by code: a header, then a row a piece. Rows with an unknown code, without a weight, with a
 * negative one or none that is a number, and second rows of a code are left out and told, each with its line.
 * Throws InvalidInput where a column is not there or no row can be used.
 */
export function readWeights(
  text: string,
  codes: readonly string[],
  columns: WeightColumns = {},
): WeightTable {
  const [header, ...rows] = csvRows(text);
  const codeAt = columnOf(header, columns.code, codeNames, 'code');
  const weightAt = columnOf(header, columns.weight, weightNames, 'weight');
  const indexOf = new Map(codes.map((code, index) => [code, index]));
  const weights = new Float64Array(codes.length);
  const weighed = new Set<number>();
  const problems: WeightProblem[] = [];
  for (const { line, values } of rows) {
    const code = values[codeAt] ?? '';
    const given = values[weightAt] ?? '';
    const index = indexOf.get(code);
    const fault = faultOf(given, index, weighed);
    if (fault) problems.push(problemOf(fault, code, given, line));
    else if (index !== undefined) {
      weights[index] = Number(given);
      weighed.add(index);
    }
  }
  if (weighed.size === 0) throw noRows(rows.length);
  codes.forEach((code, index) => {
    if (!weighed.has(index)) problems.push(problemOf('no-row', code, ''));
  });
  return { weights, problems };
}

function faultOf(
  given: string,
  index: number | undefined,
  weighed: Set<number>,
): WeightProblemKind | undefined {
  if (index === undefined) return 'unknown-code';
  if (weighed.has(index)) return 'duplicate-code';
  return weightFault(given);
}

const sentences: Record<WeightProblemKind, [english: string, chinese: string]> = {
  'unknown-code': [
    'no piece of the land has this code; the row is not used',
    '该区域内没有此代码的地块，此行未使用',
  ],
  'missing-weight': ['has no weight; the piece weighs 0', '没有权重，该地块按 0 计'],
  'negative-weight': ['has a negative weight; the piece weighs 0', '权重为负，该地块按 0 计'],
  'not-a-number': ['has a weight that is no number; the piece weighs 0', '权重不是数字，该地块按 0 计'],
  'duplicate-code': ['has had a row before; the first one counts', '此代码已出现过，以第一行为准'],
  'no-row': ['has no row with a weight; the piece weighs 0', '没有可用的权重行，该地块按 0 计'],
};

function problemOf(kind: WeightProblemKind, code: string, given: string, line?: number): WeightProblem {
  const [english, chinese] = sentences[kind];
  const [where, whereChinese] = line === undefined ? ['', ''] : [`Row ${line}: `, `第 ${line} 行：`];
  const value = given === '' || kind === 'unknown-code' || kind === 'duplicate-code' ? '' : ` (${given})`;
  return {
    kind,
    ...(line !== undefined && { line }),
    code,
    english: `${where}${code || '(no code)'} ${english}${value}.`,
    chinese: `${whereChinese}${code || '（无代码）'}${chinese}${value}。`,
  };
}

function noRows(rows: number): InvalidInput {
  return new InvalidInput(
    'no-usable-weights',
    `None of the ${rows} rows gives a weight to a piece of this land; check the column of the codes.`,
    `共 ${rows} 行，没有一行能为该区域的地块提供权重；请检查代码列。`,
    [{ path: 'weights', reason: 'no usable row' }],
  );
}
