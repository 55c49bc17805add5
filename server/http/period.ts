import { InvalidInput } from './problem.ts';

/** Refuses a half-open period that holds no instant. */
export function refuseBackwards(from: Date, to: Date | null | undefined): void {
  if (!to || to > from) return;
  throw new InvalidInput(
    'ends-before-it-begins',
    'The end is not after the beginning: give a later end.',
    '结束时间必须晚于开始时间，请改后再试。',
    [{ path: 'to', reason: 'not after from' }],
  );
}
