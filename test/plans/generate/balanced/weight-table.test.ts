import { expect, test } from 'vitest';
import { InvalidInput } from '../../../../server/http/problem.ts';
import { readWeights } from '../../../../server/plans/generate/balanced/weight-table.ts';

const codes = ['A1', 'A2', 'A3', 'A4'];

test('reads a weight for each code', () => {
  const { weights, problems } = readWeights('code,weight\nA2,20\nA1,10.5\nA4,0\nA3,3e2\n', codes);
  expect([...weights]).toEqual([10.5, 20, 300, 0]);
  expect(problems).toEqual([]);
});

test('finds Chinese columns and those it is told', () => {
  expect([...readWeights('名称,代码,户数\n甲,A1,7\n', codes).weights]).toEqual([7, 0, 0, 0]);
  const columns = { code: 'OA', weight: 'People' };
  expect([...readWeights('oa;people;weight\nA3;9;1\n', codes, columns).weights]).toEqual([0, 0, 9, 0]);
});

test('tells every row that it leaves out, and every piece without a weight', () => {
  const table = 'code,weight\nB9,5\nA1,-2\nA2,\nA3,many\nA4,4\nA4,8\n,3\n';
  const { weights, problems } = readWeights(table, codes);
  expect([...weights]).toEqual([0, 0, 0, 4]);
  expect(problems.map(({ kind, line, code }) => [kind, line, code])).toEqual([
    ['unknown-code', 2, 'B9'],
    ['negative-weight', 3, 'A1'],
    ['missing-weight', 4, 'A2'],
    ['not-a-number', 5, 'A3'],
    ['duplicate-code', 7, 'A4'],
    ['unknown-code', 8, ''],
    ['no-row', undefined, 'A1'],
    ['no-row', undefined, 'A2'],
    ['no-row', undefined, 'A3'],
  ]);
  expect(problems[1]).toMatchObject({
    english: 'Row 3: A1 has a negative weight; the piece weighs 0 (-2).',
    chinese: '第 3 行：A1权重为负，该地块按 0 计 (-2)。',
  });
});

test('refuses a table without the columns, or without any row that can be used', () => {
  expect(() => readWeights('name,weight\nA1,3\n', codes)).toThrow(InvalidInput);
  expect(() => readWeights('name,weight\nA1,3\n', codes)).toThrow('its columns are: name, weight');
  expect(() => readWeights('code,weight\nB1,3\n', codes)).toThrow('None of the 1 rows');
  expect(() => readWeights('', codes)).toThrow('its columns are: none');
});
