import type { Language } from '../http/problem.ts';
import { furtherRole } from '../rules/further-role.ts';
import { saidOf } from '../rules/requirement.ts';
import type { Rule, StaffingRule } from '../rules/rule.ts';
import { ruleSentence } from '../rules/sentence.ts';
import type { FoundGap, Place } from './gaps.ts';
import { reachedText } from './measures/reached.ts';

const hourMs = 3_600_000;

/** What is missing, where, as one sentence. */
export function messageOf(gap: FoundGap, at: number, language: Language): string {
  return language === 'zh' ? chinese(gap, at) : english(gap, at);
}

function english(gap: FoundGap, at: number): string {
  const { kind, rule, missing, since, far } = gap;
  const place = 'cell' in gap ? `cell ${labelOf(gap)}` : labelOf(gap);
  switch (kind) {
    case 'unassigned-land':
      return 'cell' in gap ? `Nobody is assigned to ${place}.` : `${place} has no cell in force.`;
    case 'never-visited':
      return `Nobody is known to have visited ${place}.`;
    case 'no-officer':
      return `No officer is assigned to ${place}.`;
    case 'overdue':
      return `A visit of ${place} is ${hoursSince(since, at)} h overdue: ${sentenceOf(rule, 'en')}`;
    case 'unmanned':
      return isTimed(rule)
        ? `${capital(place)} was left unmanned ${missing} min too long: ${sentenceOf(rule, 'en')}`
        : `${capital(place)} had ${missing} window${missing === 1 ? '' : 's'} too few manned: ${sentenceOf(rule, 'en')}`;
    case 'points-missed':
      return `In ${place} ${missing} point${missing === 1 ? ' was' : 's were'} missed${reachedOf(gap, 'en')}: ${sentenceOf(rule, 'en')}`;
    case 'road-unpassed':
      return `In ${place} ${missing} m of road too little were passed${reachedOf(gap, 'en')}: ${sentenceOf(rule, 'en')}`;
    case 'under-swept':
      return `Too little of ${place} was swept${reachedOf(gap, 'en')}: ${sentenceOf(rule, 'en')}`;
    case 'too-far':
      return typeof far?.nearestMetres === 'number'
        ? `The nearest person on duty is ${kmOf(far.nearestMetres)} km from ${place}, more than ${kmOf(far.limitMetres)} km.`
        : `Nobody on duty has a recent position, so that nobody is known to be near ${place}.`;
    case 'short-staffed':
      return `${capital(place)} lacks ${missing} ${rule?.kind === 'staffing' ? whoEnglish(rule, missing) : 'people'}: ${sentenceOf(rule, 'en')}`;
    default:
      return `${capital(place)} had ${missing} visit${missing === 1 ? '' : 's'} too few: ${sentenceOf(rule, 'en')}`;
  }
}

function chinese(gap: FoundGap, at: number): string {
  const { kind, rule, missing, since, far } = gap;
  const place = 'cell' in gap ? `网格 ${labelOf(gap)}` : labelOf(gap);
  switch (kind) {
    case 'unassigned-land':
      return 'cell' in gap ? `${place} 无人包片。` : `${place} 没有生效的网格。`;
    case 'never-visited':
      return `${place} 从未有人到访。`;
    case 'no-officer':
      return `${place} 没有民警包片。`;
    case 'overdue':
      return `${place} 已超期 ${hoursSince(since, at)} 小时未到访：${sentenceOf(rule, 'zh')}`;
    case 'unmanned':
      return isTimed(rule)
        ? `${place} 空岗超出 ${missing} 分钟：${sentenceOf(rule, 'zh')}`
        : `${place} 少 ${missing} 个值守达标时段：${sentenceOf(rule, 'zh')}`;
    case 'points-missed':
      return `${place} 有 ${missing} 处点位未走访${reachedOf(gap, 'zh')}：${sentenceOf(rule, 'zh')}`;
    case 'road-unpassed':
      return `${place} 道路还差 ${missing} 米未巡过${reachedOf(gap, 'zh')}：${sentenceOf(rule, 'zh')}`;
    case 'under-swept':
      return `${place} 扫过面积不足${reachedOf(gap, 'zh')}：${sentenceOf(rule, 'zh')}`;
    case 'too-far':
      return typeof far?.nearestMetres === 'number'
        ? `距 ${place} 最近的值勤人员有 ${kmOf(far.nearestMetres)} 公里，超过 ${kmOf(far.limitMetres)} 公里。`
        : `值勤人员均无近期定位，${place} 附近无人可派。`;
    case 'short-staffed':
      return `${place} 还缺 ${missing} 名${rule?.kind === 'staffing' ? whoChinese(rule) : '人员'}：${sentenceOf(rule, 'zh')}`;
    default:
      return `${place} 少到访 ${missing} 次：${sentenceOf(rule, 'zh')}`;
  }
}

/** What was found of the share that is asked for, in brackets. */
function reachedOf({ rule, reached }: FoundGap, language: Language): string {
  if (!reached || rule?.kind !== 'patrol') return '';
  const text = reachedText(reached, rule.requires.measure, language);
  return language === 'zh' ? `（${text}）` : ` (${text})`;
}

/** Whether the time in which a place is manned is counted, and not its windows. */
function isTimed(rule: Rule | null): boolean {
  return (
    rule?.kind === 'patrol' && rule.requires.measure === 'presence' && rule.requires.windowShare === null
  );
}

/** The rule in the words of its form and of the list of rules. */
function sentenceOf(rule: Rule | null, language: Language): string {
  if (rule === null) return '';
  return ruleSentence(rule.kind === 'patrol' ? { ...rule, requires: saidOf(rule.requires) } : rule, language);
}

/** The code with the name, where that says something else. */
export function labelOf(place: Place): string {
  const { code, name } = 'cell' in place ? place.cell : place.area;
  if (code === null || 'area' in place) return name;
  return name === '' || name === code ? code : `${code} ${name}`;
}

const englishKinds: Record<string, readonly [one: string, more: string]> = {
  officer: ['officer', 'officers'],
  auxiliary: ['auxiliary', 'auxiliaries'],
  volunteer: ['volunteer', 'volunteers'],
  grid_worker: ['grid worker', 'grid workers'],
};
const chineseKinds: Record<string, string> = {
  officer: '民警',
  auxiliary: '辅警',
  volunteer: '义警',
  grid_worker: '网格员',
};

/** Whom a staffing rule asks for, in the plural of `count`. */
export function whoEnglish({ requires }: StaffingRule, count: number): string {
  const [one, more] = englishKinds[requires.kind ?? ''] ?? ['person', 'people'];
  const qualities = qualitiesOf(requires, 'en');
  return [count === 1 ? one : more, ...qualities.map((quality) => `(${quality})`)].join(' ');
}

export function whoChinese({ requires }: StaffingRule): string {
  const qualities = qualitiesOf(requires, 'zh');
  return `${chineseKinds[requires.kind ?? ''] ?? '人员'}${qualities.map((quality) => `（${quality}）`).join('')}`;
}

function qualitiesOf(requires: StaffingRule['requires'], language: Language): string[] {
  const further = requires.alsoRole === undefined ? undefined : furtherRole(requires)[language];
  return [requires.role, requires.skill, further].filter((quality) => quality !== undefined);
}

const kmOf = (metres: number) => Math.round(metres / 100) / 10;
const hoursSince = (since: number, at: number) => Math.max(1, Math.round((at - since) / hourMs));
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
