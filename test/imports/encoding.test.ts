import { describe, expect, test } from 'vitest';
import { encodingOf, isUtf8 } from '../../server/imports/encoding.ts';

const gbk = Buffer.from('d1ddcabeb8c2b2e9', 'hex');

test.each(['GBK', 'gb2312', 'GB18030', '936', 'CP936', 'ANSI 936', 'OEM 936'])('%s reads GBK', (name) => {
  expect(encodingOf(name)?.decode(gbk)).toBe('演示嘎查');
});

test.each(['UTF-8', 'utf8', '65001', 'UTF-8\r\n'])('%j reads UTF-8', (name) => {
  expect(encodingOf(name)?.decode(Buffer.from('演示嘎查'))).toBe('演示嘎查');
});

test.each([
  ['1252', 'windows-1252'],
  ['ISO 88591', 'windows-1252'],
  ['SYSTEM', undefined],
])('%s is %s', (name, label) => {
  expect(encodingOf(name)?.name).toBe(label);
});

describe('bytes', () => {
  test('of UTF-8 are told from those of GBK', () => {
    expect(isUtf8(Buffer.from('演示嘎查'), false)).toBe(true);
    expect(isUtf8(gbk, false)).toBe(false);
  });

  test('may end within a character only where their field is full', () => {
    const cut = Buffer.from('行政区划代码').subarray(0, 10);
    expect(isUtf8(cut, true)).toBe(true);
    expect(isUtf8(cut, false)).toBe(false);
  });
});
