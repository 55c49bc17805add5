import { expect, test } from 'vitest';
import { type WalkedCell, walk } from '../../../server/plans/crosswalk/walk.ts';

/** A box by its corners in hundredths of a degree about 119 east, 48 north. */
function cell(id: number, west: number, south: number, east: number, north: number): WalkedCell {
  const [w, s, e, n] = [119 + west / 100, 48 + south / 100, 119 + east / 100, 48 + north / 100];
  return { id, code: `C${id}`, name: '', outline: [[Float64Array.of(w, s, e, s, e, n, w, n, w, s)]] };
}

const shown = async (one: WalkedCell[], other: WalkedCell[], leastShare = 0.05) => {
  const { pairs, mismatches } = await walk(one, other, leastShare);
  return {
    pairs: pairs.map((pair) => [
      pair.cell,
      pair.otherCell,
      pair.class,
      Number(pair.share.toFixed(2)),
      Number(pair.otherShare.toFixed(2)),
    ]),
    mismatches: mismatches.map(({ kind, one: its, other: others }) => [kind, its?.id, others?.id]),
  };
};

test('cells with the same outline correspond one to one', async () => {
  expect(await shown([cell(1, 0, 0, 2, 2)], [cell(9, 0, 0, 2, 2)])).toEqual({
    pairs: [[1, 9, '1:1', 1, 1]],
    mismatches: [],
  });
});

test('a cell of several, and several of a cell', async () => {
  const police = [cell(1, 0, 0, 4, 2), cell(2, 4, 0, 5, 2), cell(3, 5, 0, 6, 2)];
  const community = [cell(7, 0, 0, 2, 2), cell(8, 2, 0, 4, 2), cell(9, 4, 0, 6, 2)];
  expect(await shown(police, community)).toEqual({
    pairs: [
      [1, 7, '1:N', 0.5, 1],
      [1, 8, '1:N', 0.5, 1],
      [2, 9, 'N:1', 1, 0.5],
      [3, 9, 'N:1', 1, 0.5],
    ],
    mismatches: [],
  });
});

test('borders that cross are told with the land that both claim', async () => {
  const { pairs, mismatches } = await shown(
    [cell(1, 0, 0, 3, 2), cell(2, 3, 0, 4, 2)],
    [cell(8, 0, 0, 2, 2), cell(9, 2, 0, 4, 2)],
  );
  expect(pairs).toEqual([
    [1, 8, '1:N', 0.67, 1],
    [1, 9, 'crossing', 0.33, 0.5],
    [2, 9, 'N:1', 1, 0.5],
  ]);
  expect(mismatches).toEqual([['crossing', 1, 9]]);
});

test('a sliver is told and decides nothing', async () => {
  const police = [cell(1, 0, 0, 2.02, 2), cell(2, 2.02, 0, 4, 2)];
  const community = [cell(8, 0, 0, 2, 2), cell(9, 2, 0, 4, 2)];
  expect(await shown(police, community)).toEqual({
    pairs: [
      [1, 8, '1:1', 0.99, 1],
      [1, 9, null, 0.01, 0.01],
      [2, 9, '1:1', 1, 0.99],
    ],
    mismatches: [['sliver', 1, 9]],
  });
  expect((await shown(police, community, 0.005)).mismatches).toEqual([['crossing', 1, 9]]);
});

test('land that only one layer has is told', async () => {
  expect(await shown([cell(1, 0, 0, 2, 2)], [cell(9, 0, 0, 1, 2), cell(8, 5, 5, 6, 6)])).toEqual({
    pairs: [[1, 9, '1:1', 0.5, 1]],
    mismatches: [
      ['only-other', undefined, 8],
      ['only-plan', 1, undefined],
    ],
  });
});

test('of nothing there is nothing', async () => {
  expect(await shown([], [])).toEqual({ pairs: [], mismatches: [] });
});
