import { InvalidInput } from './problem.ts';

/** Refuses a half-open period that holds no instant. */
export function refuseBackwards(from: Date, to: Date | null | undefined): void {
  if (!to || to > from) return;
  throw new InvalidInput(
    'ends-before-it-begins',
    `It would end (${to.toISOString()}) before it begins (${from.toISOString()}).`,
    `结束时间（${to.toISOString()}）不能早于开始时间（${from.toISOString()}）。`,
    [{ path: 'to', reason: 'not after from' }],
  );
}
