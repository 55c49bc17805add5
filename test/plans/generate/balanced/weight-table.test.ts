import { expect, test } from 'vitest';
import { InvalidInput } from '../../../../server/http/problem.ts';
import { readWeightPoints } from '../../../../server/plans/generate/balanced/weight-points.ts';
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

test('reads points that weigh one each, or what a column says', () => {
  expect(readWeightPoints('name,lon,lat\na,118.1,48.2\n')).toEqual({
    points: [{ lon: 118.1, lat: 48.2, weight: 1 }],
    problems: [],
  });
  const { points } = readWeightPoints('纬度;经度;户数\n48;118;3\n', { weight: '户数' });
  expect(points).toEqual([{ lon: 118, lat: 48, weight: 3 }]);
});

test('tells every point that it leaves out', () => {
  const { points, problems } = readWeightPoints(
    'x,y,weight\n118,48,2\n,48,1\n118,480,1\n118,48,-1\n118,48,a\n118,48,\n',
  );
  expect(points).toHaveLength(1);
  expect(problems.map(({ kind, line }) => [kind, line])).toEqual([
    ['no-place', 3],
    ['no-place', 4],
    ['negative-weight', 5],
    ['not-a-number', 6],
    ['missing-weight', 7],
  ]);
  expect(problems[0]).toMatchObject({
    english: 'Row 3 has no longitude and latitude in degrees; it is not counted.',
    chinese: '第 3 行没有以度为单位的经纬度，未计入。',
  });
  expect(() => readWeightPoints('x,y\n1,\n')).toThrow('None of the 1 rows');
  expect(() => readWeightPoints('x,y\n1,2\n', { weight: 'people' })).toThrow('no column people');
});
