import { expect, test } from 'vitest';
import { z } from 'zod';
import { assignmentInput } from '../../server/assignments/assignment.ts';
import { parse } from '../../server/http/parse.ts';
import { InvalidInput, type Language } from '../../server/http/problem.ts';
import { availability } from '../../server/people/availability.ts';
import { numberTemplate } from '../../server/people/number-template.ts';

const told = z.array(z.object({ path: z.string(), reason: z.string() }));

function reasons(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidInput)
      return told.parse(error.extra['errors']).map(({ path, reason }) => `${path}: ${reason}`);
    throw error;
  }
  return [];
}

const assignment = { personId: 1, cellId: 2, areaId: 3, role: '民警', from: 'tomorrow' };
const nightly = [{ days: [1], from: '22:00', to: '06:00' }];

test('what a schema says of its own is said in the language of the caller', () => {
  const said = (language: Language) => [
    ...reasons(() => parse(assignmentInput('Asia/Shanghai'), assignment, language)),
    ...reasons(() => parse(availability, nightly, language)),
    ...reasons(() => parse(numberTemplate, '{year}', language)),
  ];
  expect(said('en')).toEqual([
    'from: an instant such as 2026-03-01T08:00:00+08:00, or a date',
    expect.stringMatching(/^0\.to: ends before it begins; /),
    ': exactly one {seq:n} is needed, the running number',
  ]);
  expect(said('zh')).toEqual([
    'from: 形如 2026-03-01T08:00:00+08:00 的时刻，或日期',
    '0.to: 结束早于开始；跨午夜的时段请分成两段：至 24:00，及次日自 00:00 起',
    ': 须有且只有一个流水号 {seq:n}',
  ]);
});
