import { expect, test } from 'vitest';
import { homesOf } from '../../../server/assignments/rehoming/homes.ts';
import type { ChangedCell } from '../../../server/plans/versions/difference.ts';

const changed = (more: Partial<ChangedCell>): ChangedCell => ({
  ...{ kind: 'removed', cell: 1, formerCell: 1, code: 'A', name: 'A', areaSquareMetres: 100, changes: [] },
  ...{ splitFrom: [], mergedInto: [], ...more },
});
const into = (cell: number, share: number, shareOfOther: number) => ({
  ...{ cell, code: `N${cell}`, name: `N${cell}`, share, shareOfOther },
});
const proposed = (changes: ChangedCell[], former = 1) =>
  (homesOf(changes).get(former) ?? []).map(({ cell, isProposed }) => [cell, isProposed]);

test('of a split cell all parts are proposed, the largest first', () => {
  const parts = [into(11, 0.3, 1), into(12, 0.7, 0.95)];
  expect(proposed([changed({ mergedInto: parts })])).toEqual([
    [12, true],
    [11, true],
  ]);
});

test('of a merged cell the whole is proposed, and a neighbour that took a strip is only offered', () => {
  expect(proposed([changed({ mergedInto: [into(11, 0.9, 0.4), into(12, 0.1, 0.06)] })])).toEqual([
    [11, true],
    [12, false],
  ]);
});

test('a cell that kept its code with another border comes first, by what the two have in common', () => {
  const moved = changed({
    ...{ kind: 'moved', cell: 20, formerCell: 1, areaSquareMetres: 80 },
    ...{ gainedSquareMetres: 40, lostSquareMetres: 60, mergedInto: [into(21, 0.6, 0.3)] },
  });
  const [successor, other] = homesOf([moved]).get(1) ?? [];
  expect(successor).toMatchObject({ cell: 20, isSuccessor: true, share: 0.4, shareOfOther: 0.5 });
  expect([successor?.isProposed, other?.isProposed]).toEqual([true, false]);
});

test('cells that stay, came, or went without heirs have no homes', () => {
  const stays = changed({ kind: 'attributes' });
  const came = changed({ kind: 'added', formerCell: null });
  expect(homesOf([stays, came]).size).toBe(0);
  expect(proposed([changed({})])).toEqual([]);
});
