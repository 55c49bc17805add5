import { expect, test } from 'vitest';
import type { MissedRow } from '../../../server/missed/missed.ts';
import { missed as en } from '../../../web/i18n/en-missed.ts';
import { missed as zh } from '../../../web/i18n/zh-missed.ts';
import { responsibleText } from '../../../web/missed/responsible.ts';

const row = (names: string[], others: number) =>
  ({
    responsible: { of: 'place', people: names.map((name) => ({ name })), others },
    owner: null,
  }) as MissedRow;

test('of more people than are named, it is said how many more there are', () => {
  const five = row(['Bao', 'Li', 'Su', 'Wang', 'Wu'], 2);
  expect(responsibleText(five, en)).toBe('Bao, Li, Su, Wang, Wu, 2 more');
  expect(responsibleText(five, zh)).toBe('Bao、Li、Su、Wang、Wu、另有 2 人');
  expect(responsibleText(row([], 0), en)).toBe(en.nobody);
});
