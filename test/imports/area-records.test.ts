import { describe, expect, test } from 'vitest';
import { InvalidInput } from '../../server/http/problem.ts';
import { areaRecords } from '../../server/imports/area-records.ts';
import { mappingOf } from '../../server/imports/mapping.ts';

const template = { importId: 7, sourceName: '150724', features: 2 };

describe('a mapping', () => {
  test.each([
    [['NAME', 'adcode'], { NAME: 'name', adcode: 'code' }],
    [['县', '代码', '人口'], { 县: 'name', 代码: 'code', 人口: 'population' }],
    [['name', 'NAME_EN', 'id'], { name: 'name' }],
  ])('recognises %j', (fields, mapping) => {
    expect(mappingOf('district', fields, undefined, false)).toEqual(mapping);
  });

  test('takes ids as codes only where they are codes of the divisions', () => {
    expect(mappingOf('district', ['id', 'name'], undefined, true)).toEqual({ id: 'code', name: 'name' });
  });

  test('that was sent is taken as it is, and its mistakes are named', () => {
    expect(mappingOf('district', ['a', 'b'], { a: 'code', b: null }, false)).toEqual({ a: 'code' });
    const wrong = () => mappingOf('district', ['a', 'b'], { x: 'code', a: 'colour', b: 'name' }, false);
    expect(wrong).toThrow(InvalidInput);
    expect(wrong).toThrow(/mapping\.x: .* has a, b; mapping\.a: colour is none of code, name/);
  });
});

describe('records', () => {
  const mapping = { c: 'code', n: 'name', h: 'households' };

  test('take what the mapping says', () => {
    const { records } = areaRecords(
      [{ index: 0, attributes: { c: 150724000001, n: ' 嘎查 ', h: 12 } }],
      mapping,
      template,
    );
    expect(records).toEqual([
      {
        index: 0,
        code: '150724000001',
        name: '嘎查',
        hasName: true,
        parentCode: null,
        households: 12,
        population: null,
      },
    ]);
  });

  test('without code or name get them from the template', () => {
    const { records } = areaRecords(
      [
        { index: 0, attributes: {} },
        { index: 1, attributes: { n: '' } },
      ],
      mapping,
      template,
    );
    expect(records.map(({ code, name, hasName }) => ({ code, name, hasName }))).toEqual([
      { code: 'import7-0001', name: '150724 1', hasName: false },
      { code: 'import7-0002', name: '150724 2', hasName: false },
    ]);
  });

  test('that are alone in a file called after a code get that', () => {
    const { records } = areaRecords([{ index: 0, attributes: {} }], {}, { ...template, features: 1 });
    expect(records).toMatchObject([{ code: '150724', name: '150724' }]);
  });

  test('that cannot be taken are refused and leave their neighbours alone', () => {
    const rows = [
      { index: 0, attributes: { c: 'A1', n: 'a' } },
      { index: 1, attributes: { c: 'A 1', n: 'a' } },
      { index: 2, attributes: { c: 'A1', n: 'b' } },
      { index: 3, attributes: { c: 'A3', h: -1 } },
      { index: 4, attributes: { c: 'A4', n: 'x'.repeat(201) } },
    ];
    const { records, refused } = areaRecords(rows, mapping, template);
    expect(records.map(({ index }) => index)).toEqual([0]);
    expect(refused.map(({ index, note }) => [index, note.kind])).toEqual([
      [1, 'wrong-code'],
      [2, 'duplicate-code'],
      [3, 'wrong-households'],
      [4, 'wrong-name'],
    ]);
  });
});
