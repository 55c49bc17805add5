import { expect, test } from 'vitest';
import type { Judgement } from '../../server/coverage/patrol.ts';
import { type Standing, statusOf } from '../../server/coverage/status.ts';

const unmet: Judgement = { state: 'unmet', since: 0, missing: 1 };
const patrol = (...judgements: Judgement[]) => judgements.map((judgement) => ({ judgement }));
const visited: Standing = { isJudged: true, wasVisited: true, wasSilent: false, patrol: [], staffing: null };

test('a cell’s status is the worst of its rules, and unknown where the device was silent', () => {
  const cases: [Partial<Standing>, string][] = [
    [{}, 'met'],
    [{ isJudged: false, wasVisited: false }, 'excluded'],
    [{ wasVisited: false }, 'never'],
    [{ wasVisited: false, patrol: patrol(unmet), staffing: 'unmet' }, 'never'],
    [{ wasVisited: false, wasSilent: true }, 'no-data'],
    [{ patrol: patrol({ state: 'met' }, unmet, { state: 'late' }) }, 'unmet'],
    [{ patrol: patrol(unmet), wasSilent: true }, 'no-data'],
    [{ patrol: patrol({ state: 'late' }), wasSilent: true }, 'late'],
    [{ staffing: 'unmet', wasSilent: true }, 'unmet'],
    [{ patrol: patrol({ state: 'met' }), staffing: 'late' }, 'late'],
    [{ patrol: patrol({ state: 'met' }), staffing: 'met', wasSilent: true }, 'met'],
    [{ patrol: patrol({ state: 'unknown' }, { state: 'late' }) }, 'no-data'],
    [{ patrol: patrol({ state: 'unknown' }, unmet) }, 'unmet'],
  ];
  for (const [standing, status] of cases)
    expect([standing, statusOf({ ...visited, ...standing })]).toEqual([standing, status]);
});
