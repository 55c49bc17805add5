import { expect, test } from 'vitest';
import { type Facts, judge } from '../../server/assignments/judge.ts';
import type { NewAssignment } from '../../server/assignments/new-assignment.ts';
import { sentences } from '../../server/assignments/refusal.ts';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const existing = { id: 5, from: day('2026-01-01'), to: null, enteredBy: 'Li', enteredAt: day('2026-01-02') };
const facts: Facts = {
  people: new Map([
    [1, { name: 'Bao (P1)', joinedOn: null, joinsAt: null, leftOn: null, leavesAt: null }],
    [
      2,
      {
        name: 'Su (P2)',
        joinedOn: '2026-02-01',
        joinsAt: day('2026-02-01'),
        leftOn: '2026-06-01',
        leavesAt: day('2026-06-01'),
      },
    ],
  ]),
  places: new Map([
    ['cell 1', { name: 'one', isCovered: true, inForce: [{ from: day('2026-01-01'), to: null }] }],
    [
      'cell 2',
      { name: 'two', isCovered: true, inForce: [{ from: day('2026-05-01'), to: day('2026-07-01') }] },
    ],
    ['cell 3', { name: 'three', isCovered: false, inForce: [] }],
    ['area 4', { name: 'four', isCovered: true, inForce: null }],
  ]),
  existing: new Map(),
};
const wanted = (more: Partial<NewAssignment> = {}): NewAssignment => ({
  ...{ personId: 1, cellId: 1, areaId: null, role: 'patrol', from: day('2026-03-01'), to: null, ...more },
});
const reasons = (row: NewAssignment, more: Partial<Facts> = {}, endsAtLeaving = false) =>
  judge([row], { ...facts, ...more }, { endsAtLeaving }).refused.map(({ reason }) => reason);

test('each is refused for its own reason and the others are taken', () => {
  const rows = [
    wanted(),
    wanted({ personId: 9 }),
    wanted({ cellId: 3 }),
    wanted({ cellId: null, areaId: 4 }),
  ];
  const { taken, refused } = judge(rows, facts, { endsAtLeaving: false });
  expect(taken).toEqual([rows[0], rows[3]]);
  expect(refused.map(({ reason, placeName }) => [reason, placeName])).toEqual([
    ['person-not-found', 'one'],
    ['place-not-found', null],
  ]);
});

test('a cell is entered from the beginning of its plan, and not after its end', () => {
  const { taken, shortened } = judge([wanted({ cellId: 2 })], facts, { endsAtLeaving: false });
  expect(taken[0]?.from).toEqual(day('2026-05-01'));
  expect(shortened[0]?.by).toBe('plan');
  expect(reasons(wanted({ cellId: 2, from: day('2026-07-01') }))).toEqual(['cell-not-in-force']);
  expect(reasons(wanted({ cellId: 2, to: day('2026-05-01') }))).toEqual(['cell-not-in-force']);
});

test('who leaves before the end is refused, or entered until then; who has left is refused', () => {
  expect(reasons(wanted({ personId: 2 }))).toEqual(['person-leaves-earlier']);
  expect(reasons(wanted({ personId: 2, to: day('2026-06-01') }))).toEqual([]);
  expect(reasons(wanted({ personId: 2, from: day('2026-06-01') }), {}, true)).toEqual(['person-has-left']);
  const { taken } = judge([wanted({ personId: 2 })], facts, { endsAtLeaving: true });
  expect(taken[0]?.to).toEqual(day('2026-06-01'));
});

test('nobody is entered before the day of joining, unless what had been is restored', () => {
  const early = wanted({ personId: 2, from: day('2026-01-15'), to: day('2026-03-01') });
  expect(reasons(early)).toEqual(['person-not-joined']);
  expect(reasons({ ...early, from: day('2026-02-01') })).toEqual([]);
  expect(judge([early], facts, { endsAtLeaving: true, isRestored: true }).taken).toEqual([early]);
  const [first] = judge([early], facts, { endsAtLeaving: false }).refused;
  expect(first && sentences(first, String)[0]).toBe(
    'Su (P2) joins on 2026-02-01: give a beginning no earlier than that day.',
  );
});

test('an overlap names who, where, when, and who entered it, in both languages', () => {
  const { refused } = judge(
    [wanted()],
    { ...facts, existing: new Map([[0, existing]]) },
    { endsAtLeaving: false },
  );
  const [first] = refused;
  const told = first && sentences(first, (at) => at.toISOString().slice(0, 10));
  expect(told).toEqual([
    'Bao (P1) already has the role patrol in one (since 2026-01-01; entered by Li, 2026-01-02).',
    'Bao (P1)在one已有“patrol”角色（自 2026-01-01 起；由Li于 2026-01-02 录入）。',
  ]);
});
