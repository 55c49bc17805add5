import { expect, test } from 'vitest';
import {
  defaultTemplate,
  numberOf,
  numberTemplate,
  seriesKey,
  seriesOf,
} from '../../server/people/number-template.ts';

const of = { kind: 'volunteer', stationCode: '150724S06', year: '2026' } as const;

test('a template with its parts filled in gives the numbers of a series', () => {
  const series = seriesOf(defaultTemplate, of);
  expect(numberOf(series, 7)).toBe('150724S06-YJ-2026-0007');
  expect(numberOf(series, 12_345)).toBe('150724S06-YJ-2026-12345');
  expect(numberOf(seriesOf('鄂{seq:3}号', of), 5)).toBe('鄂005号');
});

test('series that differ in their digits only are one', () => {
  expect(seriesKey(seriesOf('A{seq:2}', of))).toBe(seriesKey(seriesOf('A{seq:5}', of)));
});

test.each([
  ['{station}-{kind}', 'exactly one {seq:n}'],
  ['{seq:3}{seq:3}', 'exactly one {seq:n}'],
  ['{name}-{seq:3}', '{name} is none of'],
  ['{seq:0}', '{seq:0} is none of'],
  ['{seq}', '{seq} is none of'],
  ['{seq:3', 'a brace without its other half'],
  ['erased-{seq:3}', 'erased-… is kept'],
])('the template %s is refused: %s', (template, reason) => {
  expect(numberTemplate.safeParse(template).error?.message).toContain(reason);
});
