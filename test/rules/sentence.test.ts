import { expect, test } from 'vitest';
import { ruleSentence, sentenceParts, type Told } from '../../server/rules/sentence.ts';

const staffing = (selects: Told['selects'], requires: Told['requires']): Told => ({
  kind: 'staffing',
  selects,
  requires,
});
const both = (rule: Told) => [ruleSentence(rule, 'zh'), ruleSentence(rule, 'en')];
const atGates = [{ days: [1, 2, 3, 4, 5], from: '07:20', to: '08:00', schoolDays: true }];

test.each<[Told, string, string]>([
  [
    staffing({ areaKind: 'village' }, { atLeast: 1, kind: 'auxiliary' }),
    '每个嘎查（村）至少有 1 名辅警。',
    'Every village has at least 1 auxiliary officer.',
  ],
  [
    staffing({ areaKind: 'community' }, { atLeast: 5, skill: '法律咨询' }),
    '每个社区至少有 5 名具备法律咨询技能的人员。',
    'Every community has at least 5 people with the skill 法律咨询.',
  ],
  [
    staffing({ cellUsage: 'school' }, { atLeast: 2, kind: 'volunteer', teamKind: 'campus', hours: atGates }),
    '每个学校网格在周一至周五 07:20–08:00（上学日），至少有 2 名属于校园义警队的义警。',
    'Every school cell has at least 2 volunteers from a campus team, Mon–Fri 07:20–08:00 on school days.',
  ],
  [
    staffing({ areaKind: 'township' }, { atLeast: 1, role: '党（工）委委员', alsoRole: '所长' }),
    '每个苏木乡镇街道至少有 1 名现任所长的人员担任党（工）委委员。',
    'Every township has at least 1 person serving as 党（工）委委员 who is also 所长.',
  ],
  [
    staffing(
      { areaKind: 'station' },
      { atLeast: 1, role: '所长', alsoRole: '党（工）委委员', alsoAt: 'township' },
    ),
    '每个派出所辖区至少有 1 名现任本苏木乡镇街道党（工）委委员的人员担任所长。',
    'Every station area has at least 1 person serving as 所长 who is also 党（工）委委员 in its township.',
  ],
  [
    {
      kind: 'patrol',
      selects: { areaKind: 'village' },
      requires: { measure: 'points', share: 0.9, minMinutes: 5, days: 30, kind: 'officer', role: '包村' },
    },
    '嘎查（村）的每个网格的走访点，30 天内由民警（包村）走访不少于 90%，每次停留不少于 5 分钟。',
    'Every cell of a village has 90 % of its points visited by officers serving as 包村 for 5 minutes or more within 30 days.',
  ],
  [
    {
      kind: 'patrol',
      selects: {},
      requires: { measure: 'corridor', share: 1, atLeast: 2, per: 'day', kind: 'auxiliary' },
    },
    '每个网格的道路，每天至少有 100% 的里程由辅警巡过 2 次。',
    'Every cell has 100 % of its roads passed by auxiliary officers at least 2 times a day.',
  ],
  [
    {
      kind: 'patrol',
      selects: { areaKind: 'community' },
      requires: { measure: 'revisit', everyHours: 72, kind: 'officer' },
    },
    '社区的每个网格由民警到访，两次相隔不超过 72 小时。',
    'Every cell of a community is visited at least every 72 hours by officers.',
  ],
  [
    { kind: 'patrol', selects: { areaKind: 'community' }, requires: { measure: 'revisit', everyHours: 72 } },
    '社区的每个网格两次到访相隔不超过 72 小时。',
    'Every cell of a community is visited at least every 72 hours.',
  ],
  [
    {
      kind: 'patrol',
      selects: { cellUsage: 'market' },
      requires: { measure: 'visits', atLeast: 3, per: 'week', minMinutes: 10 },
    },
    '每个集贸市场网格每周至少到访 3 次，每次停留不少于 10 分钟。',
    'Every market cell is visited at least 3 times a week, for 10 minutes or more each time.',
  ],
  [staffing({}, { atLeast: 1 }), '每个网格至少有 1 名人员。', 'Every cell has at least 1 person.'],
])('reads as people say it: %#', (rule, zh, en) => {
  expect(both(rule)).toEqual([zh, en]);
});

test('names the chosen places that are known, and how many there are', () => {
  const names = {
    area: (id: number) => ({ 7: '东苏木', 8: '西苏木' })[id],
    cell: (id: number) => `网格${id}`,
  };
  const inside = staffing({ areaKind: 'village', areas: [7] }, { atLeast: 1 });
  expect(ruleSentence(inside, 'zh', names)).toBe('东苏木内，每个嘎查（村）至少有 1 名人员。');
  expect(ruleSentence(inside, 'en', names)).toBe('Every village in 东苏木 has at least 1 person.');
  const chosen = staffing({ areas: [7, 8, 9] }, { atLeast: 2 });
  expect(ruleSentence(chosen, 'zh', names)).toBe('选定的东苏木、西苏木等 3 个辖区各至少有 2 名人员。');
  expect(ruleSentence(chosen, 'zh')).toBe('选定的3个辖区各至少有 2 名人员。');
  expect(ruleSentence(chosen, 'en')).toBe('Each of the chosen areas (3) has at least 2 people.');
  const cells = staffing({ cells: [1, 2] }, { atLeast: 2 });
  expect(ruleSentence(cells, 'en', names)).toBe('Each of 网格1, 网格2 has at least 2 people.');
});

test('tells slots apart, in the same words, also of a rule that is not yet whole', () => {
  const draft = staffing({ cellUsage: '' }, { role: '' });
  const parts = sentenceParts(draft, 'zh');
  expect(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.slot]))).toEqual([
    'place',
    'usage',
    'atLeast',
    'kind',
    'role',
  ]);
  expect(ruleSentence(draft, 'zh')).toBe('每个…网格至少有 … 名人员担任…。');
});
