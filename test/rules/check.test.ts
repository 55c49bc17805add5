import { expect, test } from 'vitest';
import { parse } from '../../server/http/parse.ts';
import { checkRule } from '../../server/rules/check.ts';
import { ruleInput } from '../../server/rules/rule.ts';

const weekdays = [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }];
const timeZone = 'Asia/Shanghai';
const check = (rule: Record<string, unknown>) => () => {
  const input = parse(ruleInput(timeZone), { name: '规则', selects: {}, ...rule });
  checkRule(input, input.from ?? new Date('2026-03-01T00:00:00Z'), timeZone);
};
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

const hoursOf = (hours: object[], more: object = {}) =>
  refusal(check({ kind: 'staffing', requires: { atLeast: 1, hours }, ...more }));

test('takes hours of the week, of school days, and until midnight', () => {
  expect(hoursOf([{ days: [1], from: '07:20', to: '08:00' }])).toBeUndefined();
  expect(
    hoursOf([{ days: [1, 2, 3, 4, 5, 6, 7], from: '07:20', to: '08:00', schoolDays: true }]),
  ).toBeUndefined();
  expect(
    hoursOf([
      { days: [5], from: '20:00', to: '24:00' },
      { days: [6], from: '00:00', to: '02:00' },
    ]),
  ).toBeUndefined();
});

test('refuses hours that end before they begin, and hours that overlap', () => {
  expect(hoursOf([{ days: [1], from: '08:00', to: '07:20' }])).toMatchObject({
    slug: 'rule-contradicts-itself',
    extra: { errors: [{ path: 'requires.hours.0.to' }] },
  });
  const overlapping = [
    { days: [1, 2], from: '07:00', to: '08:00' },
    { days: [2], from: '07:30', to: '09:00' },
  ];
  expect(hoursOf(overlapping)).toMatchObject({ extra: { errors: [{ path: 'requires.hours.1' }] } });
});

test('refuses hours that never come while the rule holds', () => {
  const holidays = { from: '2026-10-01', to: '2026-10-08' };
  const everyDay = { days: [1, 2, 3, 4, 5, 6, 7], from: '07:20', to: '08:00', schoolDays: true };
  expect(hoursOf([everyDay], holidays)).toMatchObject({
    slug: 'rule-contradicts-itself',
    message: 'These hours never come while the rule holds: none of its days is a school day.',
  });
  expect(hoursOf([{ ...everyDay, schoolDays: false }], holidays)).toBeUndefined();
  expect(
    hoursOf([{ days: [7], from: '09:00', to: '10:00' }], { from: '2026-03-02', to: '2026-03-04' }),
  ).toMatchObject({
    message: 'These hours never come while the rule holds.',
  });
});

test('refuses a further role that is the role', () => {
  expect(refusal(staffing({ atLeast: 1, role: '所长', alsoRole: '所长' }))).toMatchObject({
    extra: { errors: [{ path: 'requires.alsoRole' }] },
  });
  expect(refusal(staffing({ atLeast: 1, role: '委员', alsoRole: '所长' }))).toBeUndefined();
  expect(refusal(staffing({ atLeast: 1, role: '委员', alsoAt: 'township' }))).toMatchObject({
    extra: { errors: [{ path: 'requires.alsoAt' }] },
  });
  expect(
    refusal(staffing({ atLeast: 1, role: '委员', alsoRole: '委员', alsoAt: 'township' })),
  ).toBeUndefined();
});

test.each([
  { measure: 'visits', atLeast: 1, per: 'day', slotMinutes: 120, share: 0.7, hours: weekdays },
  { measure: 'revisit', everyHours: 2, hours: weekdays, kind: 'officer' },
  { measure: 'presence', share: 0.8, hours: weekdays, at: 'points', pointKind: 'gate' },
  { measure: 'presence', share: 0.95, of: 'time', holeMinutes: 15 },
  { measure: 'points', share: 0.9, days: 30, keyDays: 7, minMinutes: 5 },
  { measure: 'corridor', share: 1, atLeast: 1, per: 'day' },
  { measure: 'sweep', share: 0.8, widthMetres: 50, days: 7 },
  { measure: 'squares', share: 0.8, days: 7 },
  { measure: 'squares', share: 0.8, per: 'month', minMetres: 100, kind: 'officer' },
])('takes the measure $measure', (requires) => {
  expect(refusal(patrol(requires))).toBeUndefined();
});

test.each([
  [{ measure: 'presence', share: 0.8 }, 'hours'],
  [{ measure: 'presence', of: 'time', share: 0.8, windowShare: 0.9 }, 'windowShare'],
  [{ measure: 'presence', share: 0.8, hours: weekdays, pointKind: 'gate' }, 'pointKind'],
  [{ measure: 'visits', atLeast: 1, per: 'day', share: 0.7 }, 'slotMinutes'],
  [{ measure: 'points', share: 0.9 }, 'days'],
  [{ measure: 'points', share: 0.9, days: 30, per: 'month' }, 'per'],
  [{ measure: 'points', share: 0.9, per: 'month', keyDays: 7 }, 'keyDays'],
  [{ measure: 'sweep', share: 0.8, days: 7 }, 'widthMetres'],
  [{ measure: 'squares', share: 0.8 }, 'days'],
  [{ measure: 'squares', share: 0.8, days: 7, widthMetres: 80 }, 'widthMetres'],
  [{ measure: 'sweep', share: 0.8, widthMetres: 50, days: 7, role: '网格长' }, 'role'],
])('refuses %j for its %s', (requires, field) => {
  expect(refusal(patrol(requires))).toMatchObject({ extra: { errors: [{ path: `requires.${field}` }] } });
});

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
