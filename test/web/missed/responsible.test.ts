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

test('of more people than there is room for, it is said how many more there are', () => {
  const five = row(['Bao', 'Li', 'Su', 'Wang', 'Wu'], 2);
  expect(responsibleText(five, en, 4)).toBe('Bao, Li, Su, Wang, 3 more');
  expect(responsibleText(five, zh, 4)).toBe('Bao、Li、Su、Wang、另有 3 人');
  expect(responsibleText(five, en)).toBe('Bao, Li, Su, Wang, Wu, 2 more');
  expect(responsibleText(row([], 0), en, 4)).toBe(en.nobody);
});
