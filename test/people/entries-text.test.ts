import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entriesText, readEntries } from '../../server/people/entries-text.ts';

test('several entries of several parts are the text of one cell, and are read again from it', () => {
  const part = fc.option(
    fc
      .string({ unit: fc.constantFrom('a', '证', ' ', '｜', '|', '；', ';', '"', '\n', '/') })
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  );
  const entry = fc.array(part, { minLength: 1, maxLength: 5 }).filter((parts) => parts.at(-1) !== null);
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
      expect(readEntries(entriesText(entries))).toEqual(entries);
    }),
  );
});

test('are written as people write them', () => {
  expect(entriesText([['急救员证', null, '77', null], ['驾驶证']])).toBe('急救员证｜｜77；驾驶证');
  expect(readEntries(' 急救员证 | 急救 |;\n\n；"a；""b"" "|')).toEqual([
    ['急救员证', '急救', null],
    ['a；"b"', null],
  ]);
  expect(readEntries(' ')).toEqual([]);
});
