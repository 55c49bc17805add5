import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snapToCommunities } from '../../../server/plans/crosswalk/snap.ts';
import { walk } from '../../../server/plans/crosswalk/walk.ts';
import { isRefusal } from '../../../server/plans/edits/change.ts';
import type { LoadedCell } from '../../../server/plans/load-cells.ts';
import { applied, fault, shakenPlan, shakes, wish } from '../edits/random-edits.ts';

const nowhere = { scope: undefined, owners: [], exclusions: [] };

async function unfitPairs(police: readonly LoadedCell[], communities: readonly LoadedCell[]) {
  const { mismatches } = await walk(police, communities, 0.05);
  return mismatches.map(({ one, other }) => ({
    cell: police.findIndex(({ id }) => id === one?.id),
    community: communities.findIndex(({ id }) => id === other?.id),
  }));
}

const snapped = (
  police: LoadedCell[],
  communities: LoadedCell[],
  pairs: { cell: number; community: number }[],
) =>
  snapToCommunities(
    police,
    communities.map(({ outline }) => outline),
    pairs,
    nowhere,
  );

test('whatever crosses, snapping keeps the tiling and every cell, and leaves no new crossing', async () => {
  let [before, after] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      shakes,
      shakes,
      fc.array(wish, { maxLength: 4 }),
      fc.option(fc.nat(10_000), { nil: undefined }),
      async (shaken, others, wishes, only) => {
        const communities = shakenPlan(shaken);
        let police = shakenPlan(others);
        for (const make of wishes) {
          const change = make(police);
          if (!isRefusal(change)) police = applied(police, change);
        }
        const unfit = await unfitPairs(police, communities);
        const pairs = only === undefined ? unfit : unfit.slice(only % (unfit.length || 1)).slice(0, 1);
        const change = snapped(police, communities, pairs);
        const now = applied(police, change);
        expect(fault(now)).toBeUndefined();
        expect(change.made.every(({ continues }) => continues)).toBe(true);
        expect(now).toHaveLength(police.length);
        for (const { outline, continues } of change.made)
          expect(outline.length).toBeLessThanOrEqual(continues?.outline.length ?? 0);
        const left = await unfitPairs(now, communities);
        expect(left.length).toBeLessThanOrEqual(unfit.length);
        if (only === undefined) [before, after] = [before + unfit.length, after + left.length];
      },
    ),
    { numRuns: 30 },
  );
  expect(after).toBeLessThan(before / 4);
});

test('a police grid drawn beside the community grid comes to fit it everywhere', async () => {
  const noise = (seed: number) => Array.from({ length: 50 }, (_, at) => ((at * 7919 + seed) % 2_001) - 1_000);
  const communities = shakenPlan(noise(1));
  const police = shakenPlan(noise(500));
  const change = snapped(police, communities, await unfitPairs(police, communities));
  const now = applied(police, change);
  const { pairs, mismatches } = await walk(now, communities, 0.05);
  expect(mismatches).toEqual([]);
  expect(pairs.map((pair) => pair.class)).toEqual(new Array(16).fill('1:1'));
});
