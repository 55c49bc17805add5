import type { Language } from '../http/problem.ts';
import { type HoursWords, hoursWords } from './hours-text.ts';

/** The words that a rule's sentence is made of, in one language. */
export type SentenceWords = {
  hours: HoursWords;
  /** "every village" and its like are made from these, so they are in the middle of a sentence. */
  areaKinds: Readonly<Record<string, string>>;
  usages: Readonly<Record<string, string>>;
  teamKinds: Readonly<Record<string, string>>;
  /** Null is anybody. */
  people: (kind: string | null, count: number) => string;
  pers: Readonly<Record<string, string>>;
  /** Places to be visited; null is any kind. */
  points: (kind: string | null, count: number) => string;
  /** Of several names: those that are known, and how many there are. */
  areas: (names: readonly string[], count: number) => string;
  cells: (names: readonly string[], count: number) => string;
};

const zhPeople: Record<string, string> = {
  officer: '民警',
  auxiliary: '辅警',
  volunteer: '义警',
  grid_worker: '网格员',
};

const zhPoints: Record<string, string> = {
  household: '住户',
  post: '岗亭',
  gate: '大门',
  checkpoint: '检查站',
  tower: '瞭望塔',
  camp: '营地',
  other: '其他点位',
};

const zh: SentenceWords = {
  hours: hoursWords.zh,
  areaKinds: {
    prefecture: '盟市',
    district: '旗县区',
    township: '苏木乡镇街道',
    village: '嘎查（村）',
    community: '社区',
    forest: '林场',
    station: '派出所辖区',
  },
  usages: {
    residential: '居住',
    market: '集贸市场',
    school: '学校',
    forest: '林区',
    pasture: '牧区',
    mine: '矿区',
    farmland: '农田',
    industrial: '工业',
    commercial: '商业',
    mixed: '综合',
  },
  teamKinds: {
    enterprise: '企业义警队',
    campus: '校园义警队',
    community: '社区义警队',
    anti_fraud: '反诈义警队',
    party_government: '党政机关义警队',
    gacha: '嘎查义警队',
    forest: '林区义警队',
    livestock_theft: '防盗畜义警队',
    taxi: '出租车义警队',
    other: '其他队伍',
  },
  people: (kind) => (kind === null ? '人员' : (zhPeople[kind] ?? kind)),
  pers: { day: '每天', week: '每周', month: '每月' },
  points: (kind) => zhPoints[kind ?? ''] ?? '走访点',
  areas: (names, count) => listed(names, count, '、', (rest) => `等 ${rest} 个辖区`, `${count}个辖区`),
  cells: (names, count) => listed(names, count, '、', (rest) => `等 ${rest} 个网格`, `${count}个网格`),
};

const enPeople: Record<string, readonly [one: string, more: string]> = {
  officer: ['officer', 'officers'],
  auxiliary: ['auxiliary officer', 'auxiliary officers'],
  volunteer: ['volunteer', 'volunteers'],
  grid_worker: ['grid worker', 'grid workers'],
};

const enPoints: Record<string, readonly [one: string, more: string]> = {
  household: ['household', 'households'],
  post: ['post', 'posts'],
  gate: ['gate', 'gates'],
  checkpoint: ['checkpoint', 'checkpoints'],
  tower: ['tower', 'towers'],
  camp: ['camp', 'camps'],
  other: ['other place', 'other places'],
};

const en: SentenceWords = {
  hours: hoursWords.en,
  areaKinds: {
    prefecture: 'prefecture',
    district: 'district',
    township: 'township',
    village: 'village',
    community: 'community',
    forest: 'forest area',
    station: 'station area',
  },
  usages: {
    residential: 'residential',
    market: 'market',
    school: 'school',
    forest: 'forest',
    pasture: 'pasture',
    mine: 'mine',
    farmland: 'farmland',
    industrial: 'industrial',
    commercial: 'commercial',
    mixed: 'mixed-use',
  },
  teamKinds: {
    enterprise: 'an enterprise team',
    campus: 'a campus team',
    community: 'a community team',
    anti_fraud: 'an anti-fraud team',
    party_government: 'a party and government team',
    gacha: 'a gacha team',
    forest: 'a forest team',
    livestock_theft: 'a livestock-theft team',
    taxi: 'a taxi team',
    other: 'another team',
  },
  people: (kind, count) => {
    const [one, more] = enPeople[kind ?? ''] ?? ['person', 'people'];
    return count === 1 ? one : more;
  },
  pers: { day: 'a day', week: 'a week', month: 'a month' },
  points: (kind, count) => {
    const [one, more] = enPoints[kind ?? ''] ?? ['point', 'points'];
    return count === 1 ? one : more;
  },
  areas: (names, count) =>
    listed(names, count, ', ', (rest) => ` and others, ${rest} areas`, `the chosen areas (${count})`),
  cells: (names, count) =>
    listed(names, count, ', ', (rest) => ` and others, ${rest} cells`, `the chosen cells (${count})`),
};

export const sentenceWords: Record<Language, SentenceWords> = { zh, en };

const mostNamed = 2;

function listed(
  names: readonly string[],
  count: number,
  between: string,
  others: (count: number) => string,
  unnamed: string,
): string {
  if (count === 0) return '';
  if (names.length === 0) return unnamed;
  const shown = names.slice(0, mostNamed).join(between);
  return shown + (count > Math.min(names.length, mostNamed) ? others(count) : '');
}
