import { expect, test } from 'vitest';
import { InvalidInput } from '../../../../server/http/problem.ts';
import { Cancelled } from '../../../../server/plans/generate/balanced/balance.ts';
import { balancedCells } from '../../../../server/plans/generate/balanced/balanced-cells.ts';
import {
  adjustedCellsInWorker,
  balancedCellsInWorker,
} from '../../../../server/plans/generate/thread/in-worker.ts';

const owner = [[Float64Array.of(118, 48, 118.06, 48, 118.06, 48.04, 118, 48.04, 118, 48)]];

test('makes the same cells in a thread of its own, and tells how far it is', async () => {
  const shares: number[] = [];
  const small = [[Float64Array.of(118, 48, 118.03, 48, 118.03, 48.02, 118, 48.02, 118, 48)]];
  const request = { owner: small, n: 6, seed: 4, quality: 'draft' as const };
  const made = await balancedCellsInWorker(request, { onProgress: (share) => shares.push(share) });
  expect(shares.length).toBeGreaterThan(0);
  expect(made).toEqual(balancedCells(request));
  const { proposals } = await adjustedCellsInWorker({ owner: small, before: made.cells, stabilities: [1] });
  expect(proposals.map(({ stability }) => stability)).toEqual([1]);
});

test('refuses from the thread as it would have here', async () => {
  const refusal = balancedCellsInWorker({ owner, n: 2, points: [] });
  await expect(refusal).rejects.toThrow(InvalidInput);
  await expect(refusal).rejects.toMatchObject({ slug: 'no-weight', status: 422 });
});

test('ends at once when it is cancelled', async () => {
  const abort = new AbortController();
  const work = balancedCellsInWorker({ owner, n: 40, quality: 'final' }, { signal: abort.signal });
  setTimeout(() => abort.abort(), 400);
  await expect(work).rejects.toThrow(Cancelled);
  await expect(balancedCellsInWorker({ owner, n: 4 }, { signal: abort.signal })).rejects.toThrow(Cancelled);
});
