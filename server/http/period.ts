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

/** What is asked about a period that is reversed or has no length: there is nothing in it. */
export function wrongPeriod(): InvalidInput {
  return new InvalidInput(
    'wrong-period',
    'The period must end after it begins.',
    '时段的结束时间必须晚于开始时间。',
    [{ path: 'to', reason: 'must be after from' }],
  );
}
