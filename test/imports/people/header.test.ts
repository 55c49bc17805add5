import { expect, test } from 'vitest';
import { fieldOfColumn } from '../../../server/imports/people/columns.ts';
import { findHeader, repeatsHeader } from '../../../server/imports/people/header.ts';

const tableOf = (...rows: (string | number | null)[][]) =>
  rows.map((cells, index) => ({ row: index + 1, cells }));
const x = null;

test('names of columns are known in both languages, whatever marks stand around them', () => {
  const names = [
    '编号',
    '警号*',
    ' 姓 名 ',
    '手机号码（必填）',
    'Phone Number',
    '所属派出所：',
    '【必填】类别',
    'JOINED ON',
  ];
  expect(names.map(fieldOfColumn)).toEqual([
    'number',
    'number',
    'name',
    'phone',
    'phone',
    'station',
    'kind',
    'joinedOn',
  ]);
  expect(fieldOfColumn('备注')).toBeUndefined();
});

test('a header below a title is found', () => {
  const table = tableOf(
    ['昆都仑区义警名册', x, x],
    ['填报单位：', '钢铁大街', x],
    ['编号', '姓名', '类别'],
    ['1', '张三', '义警'],
  );
  expect(findHeader(table)).toEqual({ names: ['编号', '姓名', '类别'], rows: [3] });
});

test('header rows with merged cells are read together', () => {
  const table = tableOf(
    ['名册', x, x, x, x, x],
    ['编号', '基本信息', x, '联系', x, '入队日期'],
    [x, '姓名', '类别', '手机', '单位', x],
    [1, '张三', '义警', 138, '某公司', '2024-03-01'],
  );
  expect(findHeader(table)).toEqual({
    names: ['编号', '姓名', '类别', '手机', '单位', '入队日期'],
    rows: [2, 3],
  });
});

test('columns of the same name say their group', () => {
  const table = tableOf(
    ['编号', '姓名', '本人', x, '家属', x],
    [x, x, '手机', '单位', '手机', '单位'],
    ['1', '张三', '2', 'a', '3', 'b'],
  );
  expect(findHeader(table)?.names).toEqual(['编号', '姓名', '手机', '单位', '家属/手机', '家属/单位']);
});

test('a first row of people is no second header', () => {
  const table = tableOf(['编号', '姓名', '类别', '单位'], ['A1', '李四', '网格员', '社区']);
  expect(findHeader(table)?.rows).toEqual([1]);
});

test('unknown names are a header too, and nothing is none', () => {
  expect(findHeader(tableOf(['甲', '乙'], ['1', '2']))?.names).toEqual(['甲', '乙']);
  expect(findHeader([])).toBeUndefined();
});

test('the header of the next printed page is known again', () => {
  const header = { names: ['编号', '姓名', '类别'], rows: [1] };
  expect(repeatsHeader(header, ['编号', '姓名', '类别'])).toBe(true);
  expect(repeatsHeader(header, ['编号', '张三', '义警'])).toBe(false);
});
