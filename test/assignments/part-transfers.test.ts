import { expect, test } from 'vitest';
import {
  isWithdrawn,
  partTransfers,
  type Source,
  successorsOf,
} from '../../server/assignments/part-transfers.ts';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const now = day('2026-03-01');
const source = (id: number, more: Partial<Source> = {}): Source => ({
  ...{ id, personId: 1, cellId: id, areaId: null, role: 'patrol', from: day('2026-01-01'), to: null },
  ...{ isOwn: true, personName: 'Bao (P1)', placeName: 'one', ...more },
});
const sources = new Map([
  [1, source(1)],
  [2, source(2, { to: day('2026-02-01') })],
  [3, source(3, { isOwn: false })],
  [4, source(4, { from: day('2026-09-01') })],
]);
const ends = (id: number, at: Date, more: object = {}) => ({ assignmentId: id, at, places: [], ...more });

test('each assignment ends once, and what cannot end is told with its reason', () => {
  const asked = [1, 1, 2, 3, 4, 9].map((id) => ends(id, now));
  const { able, refused } = partTransfers(asked, sources, now);
  expect(able.map((one) => one.source.id)).toEqual([1, 4]);
  expect(refused.map(({ assignmentId, reason }) => [assignmentId, reason])).toEqual([
    [2, 'already-ended'],
    [3, 'assignment-of-another-area'],
    [9, 'assignment-not-found'],
  ]);
});

test('what has begun does not end before it began, and nothing moves to where it is', () => {
  const asked = [ends(1, day('2025-12-01')), ends(4, now, { places: [{ cellId: 4, areaId: null }] })];
  const { refused } = partTransfers(asked, sources, now);
  expect(refused.map(({ reason }) => reason)).toEqual(['begins-later', 'same-place']);
});

test('what begins later is taken away and goes on from its own beginning', () => {
  const planned = source(4, { from: day('2026-09-01') });
  expect(isWithdrawn(planned, now, now)).toBe(true);
  expect(isWithdrawn(source(1), now, now)).toBe(false);
  const [next] = successorsOf({ source: planned, at: now, places: [{ cellId: 8, areaId: null }] });
  expect(next).toEqual({
    ...{ personId: 1, cellId: 8, areaId: null, role: 'patrol', from: day('2026-09-01'), to: null },
  });
});
