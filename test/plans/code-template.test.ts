import { expect, test } from 'vitest';
import { defaultTemplate, parseTemplate } from '../../server/plans/code-template.ts';
import { codeGiver } from '../../server/plans/codes.ts';

const village = { areaId: 7, code: '150724100201' };

test('by default codes are the code of the owner and a running number of three digits', () => {
  const template = parseTemplate(defaultTemplate);
  expect(template.format(village, 1)).toBe('150724100201001');
  expect(template.format({ areaId: 7, code: '150724' }, 12)).toBe('150724000000012');
  expect(template.format({ areaId: 7, code: null }, 3)).toBe('000000000007003');
  expect(template.format(null, 4)).toBe('000000000000004');
  expect(['150724100201001', '1507241002011000', 'wrong', '150724100201'].map(template.isWellFormed)).toEqual(
    [true, true, false, false],
  );
});

test('the 20 digits of CJ/T 349 are a template', () => {
  const template = parseTemplate('010200{owner:12!}{seq:2!}');
  expect(template.format(village, 5)).toBe('01020015072410020105');
  expect(template.isWellFormed('01020015072410020105')).toBe(true);
  expect(template.isWellFormed('0102001507241002015')).toBe(false);
  expect(template.isWellFormed('010200150724100201050')).toBe(false);
  expect(template.isWellFormed('99020015072410020105')).toBe(false);
});

test('numbers run on past those that were used, and say when a template has no more', () => {
  const next = codeGiver(['150724100201001', '150724100201003']);
  expect([next(village), next(village), next(village)].map(({ code }) => code.slice(-3))).toEqual([
    '002',
    '004',
    '005',
  ]);
  const short = codeGiver([], parseTemplate('{owner:12!}{seq:1!}'));
  for (let number = 1; number <= 9; number++) expect(short(village).number).toBe(number);
  expect(() => short(village)).toThrow(/never given twice/);
});

test.for([
  ['', /exactly one running number/],
  ['{owner:12}', /exactly one running number/],
  ['{seq:3}{seq:3}', /exactly one running number/],
  ['{owner:12}{owner:12}{seq:3}', /one owner at most/],
  ['{owner}{seq:3}', /\{owner\} is not a field/],
  ['{owner:0}{seq:3}', /owner has 1 to 32/],
  ['{owner:12}{seq:9}', /seq has 1 to 6/],
  ['{owner:12}{street:3}{seq:3}', /\{street:3\} is not a field/],
  ['{owner:12} {seq:3}', /character “ ” at position 11/],
  ['{owner:12{seq:3}', /at position 1/],
  ['{owner:12}}{seq:3}', /character “}” at position 11/],
] as const)('refuses the template %s', ([text, reason]) => {
  expect(() => parseTemplate(text)).toThrow(reason);
});
