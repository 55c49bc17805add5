import type { Language } from '../http/problem.ts';
import { furtherRole } from '../rules/further-role.ts';
import type { Filter } from './filter.ts';
import type { Requirement, Settings } from './post.ts';
import type { Ranked } from './rank.ts';
import type { Suggestion } from './solution.ts';

export type Said = Record<Language, string>;

const kinds: Record<string, { zh: string; en: string; enMany: string }> = {
  officer: { zh: '民警', en: 'officer', enMany: 'officers' },
  auxiliary: { zh: '辅警', en: 'auxiliary', enMany: 'auxiliaries' },
  volunteer: { zh: '义警', en: 'volunteer', enMany: 'volunteers' },
  grid_worker: { zh: '网格员', en: 'grid worker', enMany: 'grid workers' },
};
const someone = { zh: '人员', en: 'person', enMany: 'people' };
export const kindWord = (kind: string | undefined) => kinds[kind ?? ''] ?? someone;

const fromWords: Record<string, Said> = {
  home: { zh: '居住村社区', en: 'their home village' },
  cell: { zh: '已包片的地点', en: 'a place they serve in' },
  team: { zh: '本队网格', en: "their team's cell" },
  station: { zh: '所属派出所', en: 'their station' },
};

/** One reason for a person's rank, as data with its sentence. */
export type Reason = {
  code: 'distance' | 'continuity' | 'kind' | 'skill' | 'load' | 'availability';
  message: string;
};

/** Why somebody stands where they stand, one sentence a reason. */
export function reasonsFor(
  ranked: Ranked,
  requires: Requirement,
  { typicalLoad }: Settings,
  language: Language,
): Reason[] {
  const { person } = ranked;
  const kind = kindWord(person.kind);
  const usual = typicalLoad[person.kind] ?? 0;
  const said: [Reason['code'], Said][] = [
    ['distance', distanceWords(ranked)],
    [
      'continuity',
      ranked.knowsPlace
        ? { zh: '熟悉此地', en: 'knows the place' }
        : { zh: '对此地不熟悉', en: 'is new to the place' },
    ],
    [
      'kind',
      requires.kind === undefined
        ? { zh: kind.zh, en: kind.en }
        : { zh: `${kind.zh}，符合要求`, en: `${kind.en}, as asked for` },
    ],
    ...(requires.skill === undefined
      ? []
      : [
          ['skill', { zh: `具备“${requires.skill}”技能`, en: `has the skill ${requires.skill}` }] satisfies [
            Reason['code'],
            Said,
          ],
        ]),
    [
      'load',
      {
        zh: `现负责 ${person.load} 处（${kind.zh}一般 ${usual} 处）`,
        en: `answers for ${person.load} ${person.load === 1 ? 'place' : 'places'} (${kind.enMany} usually for ${usual})`,
      },
    ],
    ['availability', availabilityWords(person.availability === null, requires.hours !== undefined)],
  ];
  return said.map(([code, words]) => ({ code, message: words[language] }));
}

function distanceWords({ kilometres, from }: Pick<Ranked, 'kilometres' | 'from'>): Said {
  const where = fromWords[from ?? ''];
  if (kilometres === null || !where) return { zh: '距离未知', en: 'nobody knows from how far' };
  return { zh: `距${where.zh} ${kilometres} 公里`, en: `${kilometres} km from ${where.en}` };
}

function availabilityWords(isUnstated: boolean, isAsked: boolean): Said {
  if (isUnstated) return { zh: '未限定时段', en: 'available at any hour' };
  return isAsked
    ? { zh: '规定时段均可出勤', en: 'available in all the hours asked for' }
    : { zh: '有固定可出勤时段', en: 'available in hours of their own' };
}

/** What keeps so many people from a post, without who they are. */
export function filterPhrase(
  filter: Filter,
  count: number,
  requires: Requirement,
  { maxKilometres }: Pick<Settings, 'maxKilometres'>,
  language: Language,
): string {
  const skill = requires.skill ?? '';
  const kind = kindWord(requires.kind);
  const be = count === 1 ? 'is' : 'are';
  const have = count === 1 ? 'has' : 'have';
  const words: Record<Filter, Said> = {
    'already-here': { zh: '已在此处', en: `${be} there already` },
    kind: { zh: `不是${kind.zh}`, en: `${be} of another kind than ${kind.en}` },
    team: { zh: '不在所需类别的义警队', en: `${be} in no team of the kind asked for` },
    skill: { zh: `没有“${skill}”技能或证书`, en: `${have} no certificate or skill ${skill}` },
    expired: { zh: `“${skill}”证书已过期`, en: `${have} a certificate ${skill} that expired` },
    'other-role': {
      zh: `未担任${furtherRole(requires).zh}`,
      en: `${have} not the role ${furtherRole(requires).en}`,
    },
    'off-shift': { zh: '规定时段不能出勤', en: `${be} not available in the hours asked for` },
    'no-place': { zh: '未登记居住地，也无常去地点', en: `${have} no known home or usual place` },
    'too-far': { zh: `距离超过 ${maxKilometres} 公里`, en: `${be} farther than ${maxKilometres} km` },
    'full-load': { zh: '负担已满', en: `${have} twice the usual load already` },
    forbidden: { zh: '已被排除', en: `${be} left out on request` },
    taken: { zh: '已安排到其他任务', en: `${be} taken by other obligations` },
  };
  return words[filter][language];
}

/** How many are passed over for a reason. */
export function filterWords(...asked: Parameters<typeof filterPhrase>): string {
  const [, count, , , language] = asked;
  return language === 'zh' ? `${count} 人${filterPhrase(...asked)}` : `${count} ${filterPhrase(...asked)}`;
}

/** Why a suggestion is what it is, as sentences: the way, the place, the load, the rank, and who else. */
export function suggestionWords(
  one: Pick<
    Suggestion,
    'kilometres' | 'from' | 'cost' | 'loadBefore' | 'loadAfter' | 'rankForPost' | 'margin'
  >,
  { runnerUp, rules }: { runnerUp: string | null; rules: readonly { name: string }[] },
  language: Language,
): string[] {
  const bound = rules.map(({ name }) => name);
  const said: Said[] = [
    distanceWords(one),
    one.cost.change === 0
      ? { zh: '熟悉此地', en: 'knows the place' }
      : { zh: '对此地不熟悉', en: 'is new to the place' },
    {
      zh: `负责地点 ${one.loadBefore} → ${one.loadAfter}`,
      en: `places ${one.loadBefore} → ${one.loadAfter}`,
    },
    one.rankForPost === 1
      ? { zh: '是此处最合适的人选', en: 'the best for this place' }
      : {
          zh: `此处第 ${one.rankForPost} 人选${bound.length > 0 ? `，前面的人已用于：${bound.join('、')}` : '，前面的人已另有安排'}`,
          en: `number ${one.rankForPost} for this place; those before are needed ${bound.length > 0 ? `for ${bound.join(', ')}` : 'elsewhere'}`,
        },
    ...(runnerUp === null
      ? []
      : [
          {
            zh: `其次为${runnerUp}${one.margin === null ? '' : `，多 ${Math.round(one.margin)} 分钟`}`,
            en: `next would be ${runnerUp}${one.margin === null ? '' : `, ${Math.round(one.margin)} min more`}`,
          },
        ]),
  ];
  return said.map((words) => words[language]);
}
