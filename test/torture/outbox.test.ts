import { expect, test } from 'vitest';
import { outbox } from './outbox.ts';
import { walk } from './walk.ts';

const span = { from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 4, 2) };

test('a device records the same and uploads it in the same order for the same seed', () => {
  const of = (seed: number) => [...outbox(seed, walk(seed, span))];
  expect(of(7)).toEqual(of(7));
  expect(of(7)).not.toEqual(of(8));
});

test('uploads all that was recorded, some of it twice, not in the order it was recorded', () => {
  const recorded = [...walk(7, span)];
  const uploaded = [...outbox(7, recorded)];
  expect(new Set(uploaded)).toEqual(new Set(recorded));
  expect(uploaded.length).toBeGreaterThan(recorded.length);
  const first = [...new Set(uploaded)];
  expect(first).not.toEqual(recorded);
});

test('records no fix twice, and some by a clock that is wrong', () => {
  const recorded = [...walk(7, span)];
  expect(new Set(recorded.map(({ storedAt }) => storedAt)).size).toBe(recorded.length);
  expect(recorded.filter(({ isSuspect }) => isSuspect).length).toBeGreaterThan(0);
  expect(recorded.filter(({ sentAt, storedAt }) => sentAt !== storedAt).length).toBeGreaterThan(0);
});
