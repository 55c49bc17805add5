import { expect, test } from 'vitest';
import { missingUnit } from '../../../web/office/rules/missing-unit.ts';

test.each([
  ['people', { kind: 'staffing', requires: { atLeast: 2 } }],
  ['visits', { kind: 'patrol', requires: { measure: 'visits' } }],
  ['visits', { kind: 'patrol', requires: { measure: 'revisit' } }],
  ['windows', { kind: 'patrol', requires: { measure: 'presence' } }],
  ['minutes', { kind: 'patrol', requires: { measure: 'presence', of: 'time' } }],
  ['points', { kind: 'patrol', requires: { measure: 'points' } }],
  ['metres', { kind: 'patrol', requires: { measure: 'corridor' } }],
  [undefined, { kind: 'patrol', requires: { measure: 'sweep' } }],
  [undefined, { kind: 'patrol', requires: { measure: 'squares' } }],
] as const)('a preview counts %s where the rule asks for them', (unit, rule) => {
  expect(missingUnit(rule)).toBe(unit);
});
