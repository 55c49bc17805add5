import { expect, test } from 'vitest';
import { messageOf } from '../../server/coverage/gap-words.ts';
import type { FoundGap } from '../../server/coverage/gaps.ts';
import { judgeCorridor } from '../../server/coverage/measures/corridor-rule.ts';
import { judgePoints } from '../../server/coverage/measures/points-rule.ts';
import { reachedText } from '../../server/coverage/measures/reached.ts';
import type { PatrolRule, PointsRequirement } from '../../server/rules/rule.ts';

const day = 86_400_000;
const starts = [0, day, 2 * day];
const asked = {
  starts,
  ordered: [[0, 2 * day]] as const,
  obligedFrom: 0,
  period: [2 * day - 1, 2 * day] as const,
};

test('what falls short is told by how much of how much, and never as if it were enough', () => {
  expect(reachedText({ share: 0.5999, asked: 0.6 }, 'sweep', 'en')).toBe('59.9 % of the 60 % asked');
  expect(reachedText({ share: 0.31, asked: 0.6 }, 'sweep', 'zh')).toBe('31%，要求 60%');
  const squares = { share: 12 / 31, asked: 0.8, met: 12, of: 31 };
  expect(reachedText(squares, 'squares', 'en')).toBe('12 of 31 km squares, 38.7 % of the 80 % asked');
  expect(reachedText(squares, 'squares', 'zh')).toBe('12/31 个公里方格，38.7%，要求 80%');
});

test('of points it is told how many were visited, and what they weigh', () => {
  const points = [
    { weight: 1, presences: [{ personId: 1, enteredAt: day + 1, leftAt: day + 600_001 }] },
    { weight: 3, presences: [] },
  ].map((one, place) => ({
    ...{ label: `${place}`, isKey: false, obliged: [[0, 2 * day]] as const },
    ...{ weight: one.weight, presences: one.presences.map((presence) => ({ ...presence, gaps: [] })) },
  }));
  const requires: PointsRequirement = {
    measure: 'points',
    share: 0.9,
    minMinutes: 5,
    pointKind: null,
    within: { per: 'day' },
  };
  const { judgement } = judgePoints(requires, points, asked);
  expect(judgement).toMatchObject({
    ...{ state: 'unmet', missing: 1 },
    reached: { share: 0.25, asked: 0.9, met: 1, of: 2 },
  });
});

test('of a road it is told how far it was passed', () => {
  const pieces = [
    { metres: 8_200, passedAt: [day + 1] },
    { metres: 5_800, passedAt: [] },
  ];
  const requires = { measure: 'corridor', share: 1, atLeast: 1, per: 'day' } as const;
  const { judgement } = judgeCorridor(requires, pieces, asked);
  const reached = { share: 8_200 / 14_000, asked: 1, met: 8_200, of: 14_000 };
  expect(judgement).toMatchObject({ state: 'unmet', missing: 5_800, reached });
  const rule: PatrolRule = {
    ...{ id: 1, name: '', kind: 'patrol', selects: {}, scopeAreaIds: null, from: 0, to: day },
    requires,
  };
  const gap: FoundGap = {
    area: {
      id: 1,
      kind: 'village',
      code: null,
      name: '嘎查',
      position: null,
      bounds: [0, 0, 1, 1],
      barrenSince: null,
    },
    ...{ kind: 'road-unpassed', rule, since: 0, missing: 5_800, reached },
  };
  expect(messageOf(gap, day, 'zh')).toContain(
    '嘎查 道路还差 5800 米未巡过（8.2/14 公里，58.5%，要求 100%）：',
  );
  expect(messageOf(gap, day, 'en')).toContain(
    'In 嘎查 5800 m of road too little were passed (8.2 of 14 km, 58.5 % of the 100 % asked): ',
  );
});
