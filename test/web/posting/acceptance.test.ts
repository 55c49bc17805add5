import { expect, test } from 'vitest';
import { acceptanceOf, homesOf, withHome } from '../../../web/posting/state/acceptance.ts';
import type { Homeless } from '../../../web/posting/types.ts';

const homeless = (assignmentId: number, isOwn = true): Homeless => ({
  assignmentId,
  person: { id: 1, number: 'P1', name: 'person', kind: 'officer' },
  role: 'patrol',
  from: '2026-01-01T00:00:00Z',
  to: null,
  cell: { id: 9, code: 'C', name: 'C', planId: 1 },
  isOwn,
  homes: [11, 12].map((cell) => ({
    ...{ cell, code: '', name: '', share: 0.5, shareOfOther: 1 },
    ...{ isSuccessor: false, isProposed: cell === 11 },
  })),
});

test('a proposal is accepted as it stands, changed, or emptied; what is of others is left out', () => {
  const [first, second, foreign] = [homeless(1), homeless(2), homeless(3, false)];
  const changes = withHome(first, withHome(first, new Map(), 12, true), 11, false);
  expect(homesOf(first, changes)).toEqual([12]);
  expect(homesOf(second, changes)).toEqual([11]);
  expect(acceptanceOf([first, second, foreign], changes)).toEqual([
    { assignmentId: 1, cellIds: [12] },
    { assignmentId: 2, cellIds: [11] },
  ]);
  expect(homesOf(first, withHome(first, changes, 12, false))).toEqual([]);
});
