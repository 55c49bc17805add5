import { expect, test } from 'vitest';
import { gapKinds } from '../../../server/coverage/gap.ts';
import { messageOf } from '../../../server/coverage/gap-words.ts';
import type { FoundGap } from '../../../server/coverage/gaps.ts';
import { withoutPlace } from '../../../web/missed/without-place.ts';

const cell = {
  id: 1,
  code: '150724111012006',
  name: '滨河社区 第6格',
  usage: null,
  ownerAreaId: null,
  ownerKind: null,
  sort: 0,
  position: null,
  bounds: [0, 0, 1, 1] as [number, number, number, number],
  obliged: [0, 1] as [number, number],
};

test('whatever the gap and the language, nothing of the place is left, and something of the rest', () => {
  for (const kind of gapKinds)
    for (const language of ['zh', 'en'] as const)
      for (const nearestMetres of [null, 9_000]) {
        const gap: FoundGap = {
          ...{ cell, kind, rule: null, since: 0, missing: 2 },
          far: { nearestMetres, limitMetres: 5_000 },
        };
        const said = withoutPlace(messageOf(gap, 1_000, language), cell);
        expect(said).not.toMatch(/150724111012006|滨河社区|网格 |cell/i);
        expect(said.length).toBeGreaterThan(4);
      }
});

test('a sentence that does not name the place as expected is left as it is', () => {
  expect(withoutPlace('没有名称', { code: null, name: '' })).toBe('没有名称');
  expect(withoutPlace('别处的一句话', cell)).toBe('别处的一句话');
});
