import { expect, test } from 'vitest';
import { parse } from '../../server/http/parse.ts';
import { checkRule } from '../../server/rules/check.ts';
import { ruleInput } from '../../server/rules/rule.ts';

const from = new Date('2026-03-01T00:00:00Z');
const check = (rule: Record<string, unknown>) => () =>
  checkRule(parse(ruleInput('Asia/Shanghai'), { name: '规则', selects: {}, ...rule }), from);
const staffing = (requires: object) => check({ kind: 'staffing', requires });
const patrol = (requires: object) => check({ kind: 'patrol', requires });
const refusal = (act: () => void) => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

test('takes what can be judged', () => {
  staffing({ atLeast: 2, kind: 'volunteer', role: '护校', skill: '急救', teamKind: 'campus' })();
  patrol({ measure: 'visits', atLeast: 3, minMinutes: 10, per: 'week' })();
  patrol({ measure: 'revisit', everyHours: 72 })();
});

test('refuses a rule that ends when or before it begins', () => {
  const act = check({ kind: 'staffing', requires: { atLeast: 1 }, to: '2026-03-01' });
  expect(refusal(act)).toMatchObject({
    slug: 'rule-contradicts-itself',
    extra: { errors: [{ path: 'to' }] },
  });
});

test('refuses hours that end before they begin, before saying that hours are not judged yet', () => {
  const hours = (begin: string, end: string) =>
    staffing({ atLeast: 1, hours: [{ days: [1], from: begin, to: end }] });
  expect(refusal(hours('08:00', '07:20'))).toMatchObject({
    slug: 'rule-contradicts-itself',
    extra: { errors: [{ path: 'requires.hours.0.to' }] },
  });
  expect(refusal(hours('07:20', '08:00'))).toMatchObject({
    slug: 'rule-not-judged',
    extra: { errors: [{ path: 'requires.hours' }] },
  });
});

test.each(['sweep', 'points', 'presence', 'corridor'])(
  'refuses the measure %s with a sentence',
  (measure) => {
    expect(refusal(patrol({ measure, share: 0.8 }))).toMatchObject({
      slug: 'rule-not-judged',
      message: `The measure ${measure} cannot be judged yet, so the rule is not stored; visits and revisit can.`,
    });
  },
);

test('names every field that a measure lacks or does not take', () => {
  expect(refusal(patrol({ measure: 'visits', everyHours: 3 }))).toMatchObject({
    extra: {
      errors: [{ path: 'requires.atLeast' }, { path: 'requires.per' }, { path: 'requires.everyHours' }],
    },
  });
  expect(refusal(patrol({ measure: 'revisit', atLeast: 3, per: 'day' }))).toMatchObject({
    extra: {
      errors: [{ path: 'requires.everyHours' }, { path: 'requires.atLeast' }, { path: 'requires.per' }],
    },
  });
});

test('refuses unknown fields, empty choices and impossible numbers by name', () => {
  expect(refusal(check({ kind: 'staffing', requires: { atLeast: 0 } }))).toMatchObject({
    extra: { errors: [{ path: 'requires.atLeast' }] },
  });
  expect(
    refusal(check({ kind: 'staffing', selects: { cells: [] }, requires: { atLeast: 1 } })),
  ).toMatchObject({
    extra: { errors: [{ path: 'selects.cells' }] },
  });
  expect(
    refusal(check({ kind: 'patrol', requires: { measure: 'revisit', everyHours: 1, soon: true } })),
  ).toMatchObject({ extra: { errors: [{ path: 'requires.soon' }] } });
});
