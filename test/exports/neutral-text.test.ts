import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neutralText, originalText } from '../../server/exports/neutral-text.ts';

test('what a spreadsheet would calculate gets an apostrophe', () => {
  const dangerous = ["=cmd|' /C calc'!A0", '+86 138', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', "'=1", ' =1'];
  expect(dangerous.map(neutralText)).toEqual(dangerous.map((text) => `'${text}`));
  const harmless = ['张三', "O'Neil", "'quoted'", '1=1', 'a@b', ''];
  expect(harmless.map(neutralText)).toEqual(harmless);
});

test('every text comes back as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("'", '=', '+', '@', '-', '\t', ' ', 'a', '三') }),
      (text) => {
        expect(originalText(neutralText(text))).toBe(text);
      },
    ),
  );
});
