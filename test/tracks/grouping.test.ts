import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grouping } from '../../server/tracks/grouping.ts';

const overloaded = () => new Error('overloaded');
const limits = { windowMs: 5, enough: 10, heavy: 10, atOnce: 2, most: 1_000 };

test('stores what arrives within the time together, each key once a group and in order', async () => {
  const groups: number[][] = [];
  const take = grouping<{ key: number; weight: number; n: number }, number>(
    limits,
    async (group) => {
      groups.push(group.map(({ n }) => n));
      return group.map(({ n }) => n * 2);
    },
    overloaded,
  );
  const answers = await Promise.all([1, 2, 3].map((n) => take({ key: n, weight: 1, n })));
  expect(answers).toEqual([2, 4, 6]);
  expect(groups).toEqual([[1, 2, 3]]);
  await Promise.all([7, 8].map((n) => take({ key: 1, weight: 1, n })));
  expect(groups.slice(1)).toEqual([[7], [8]]);
});

test('a heavy group does not wait', async () => {
  const take = grouping<{ key: number; weight: number }, string>(
    { ...limits, windowMs: 3_600_000 },
    async (group) => group.map(() => 'stored'),
    overloaded,
  );
  expect(await take({ key: 1, weight: 10 })).toBe('stored');
});

test('what is enough does not wait where one may be stored, and grows while none may', async () => {
  const groups: number[] = [];
  let finish: () => void = () => {};
  const take = grouping<{ key: number; weight: number }, string>(
    { windowMs: 3_600_000, enough: 3, heavy: 10, atOnce: 1, most: 1_000 },
    async (group) => {
      groups.push(group.length);
      await new Promise<void>((resolve) => (finish = resolve));
      return group.map(() => 'stored');
    },
    overloaded,
  );
  const sent = Array.from({ length: 20 }, (_, key) => take({ key, weight: 1 }));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(groups).toEqual([3]);
  for (let turn = 0; turn < 3; turn++) {
    finish();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect([groups, await Promise.all(sent)]).toEqual([[3, 10, 7], Array(20).fill('stored')]);
});

test('an error is that of whom it befell, and a failed group leaves the next ones alone', async () => {
  let isBroken = true;
  const take = grouping<{ key: number; weight: number }, string>(
    limits,
    async (group) => {
      if (isBroken) throw new Error('broken');
      return group.map(({ key }) => (key === 2 ? Promise.reject(new Error('bad')) : 'stored'));
    },
    overloaded,
  );
  const [first, second] = await Promise.allSettled([
    take({ key: 1, weight: 1 }),
    take({ key: 2, weight: 1 }),
  ]);
  expect([first.status, second.status]).toEqual(['rejected', 'rejected']);
  isBroken = false;
  const later = await Promise.allSettled([1, 2, 3].map((key) => take({ key, weight: 1 })));
  expect(later.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('refuses what is too much to wait', async () => {
  const take = grouping<{ key: number; weight: number }, string>(
    { ...limits, enough: 1_000, heavy: 1_000, most: 5 },
    async (group) => group.map(() => 'stored'),
    overloaded,
  );
  const results = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7].map((key) => take({ key, weight: 1 })));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(2);
});

test('everything is answered once, in the order of its key, however long anything takes', async () => {
  const item = fc.record({ key: fc.nat(4), weight: fc.integer({ min: 1, max: 6 }), slow: fc.nat(2) });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 40 }), async (items) => {
      const stored = new Map<number, number[]>();
      let running = 0;
      const take = grouping<{ key: number; weight: number; slow: number; n: number }, number>(
        { ...limits, windowMs: 0 },
        async (group) => {
          expect(++running).toBeLessThanOrEqual(limits.atOnce);
          expect(new Set(group.map(({ key }) => key)).size).toBe(group.length);
          await new Promise((resolve) => setTimeout(resolve, group[0]?.slow ?? 0));
          running--;
          return group.map(async ({ key, slow, n }) => {
            if (slow === 2) await new Promise((resolve) => setTimeout(resolve, 1));
            stored.set(key, [...(stored.get(key) ?? []), n]);
            return n;
          });
        },
        overloaded,
      );
      const answers = await Promise.all(items.map((one, n) => take({ ...one, n })));
      expect(answers).toEqual(items.map((_, n) => n));
      for (const order of stored.values()) expect(order).toEqual([...order].sort((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});

test('what waits of one key, or is still being stored, is bounded and keeps no other out', async () => {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const take = grouping<{ key: number; weight: number }, string>(
    { ...limits, most: 100 },
    async (group) => group.map(() => finished.then(() => 'stored')),
    overloaded,
  );
  const sent = (keys: readonly number[]) =>
    Promise.allSettled(keys.map((key) => take({ key, weight: 10 }))).then((all) =>
      all.map(({ status }) => status === 'fulfilled'),
    );
  const ofOne = sent([1, 1, 1, 1]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const ofOthers = sent([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  finish();
  expect(await ofOne).toEqual([true, true, false, false]);
  expect(await ofOthers).toEqual([true, true, true, true, true, true, true, true, false]);
  expect(await sent([1, 1])).toEqual([true, true]);
});
