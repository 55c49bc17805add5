import type { Language } from '../http/problem.ts';
import type { Rule, StaffingRule } from '../rules/rule.ts';
import { ruleSentence } from '../rules/sentence.ts';
import type { FoundGap, Place } from './gaps.ts';

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
      return `A visit of ${place} is ${hoursSince(since, at)} h overdue: ${saidOf(rule, 'en')}`;
    case 'too-far':
      return typeof far?.nearestMetres === 'number'
        ? `The nearest person on duty is ${kmOf(far.nearestMetres)} km from ${place}, more than ${kmOf(far.limitMetres)} km.`
        : `Nobody on duty has a recent position, so that nobody is known to be near ${place}.`;
    case 'short-staffed':
      return `${capital(place)} lacks ${missing} ${rule?.kind === 'staffing' ? whoEnglish(rule, missing) : 'people'}: ${saidOf(rule, 'en')}`;
    default:
      return `${capital(place)} had ${missing} visit${missing === 1 ? '' : 's'} too few: ${saidOf(rule, 'en')}`;
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
      return `${place} 已超期 ${hoursSince(since, at)} 小时未到访：${saidOf(rule, 'zh')}`;
    case 'too-far':
      return typeof far?.nearestMetres === 'number'
        ? `距 ${place} 最近的值勤人员有 ${kmOf(far.nearestMetres)} 公里，超过 ${kmOf(far.limitMetres)} 公里。`
        : `值勤人员均无近期定位，${place} 附近无人可派。`;
    case 'short-staffed':
      return `${place} 还缺 ${missing} 名${rule?.kind === 'staffing' ? whoChinese(rule) : '人员'}：${saidOf(rule, 'zh')}`;
    default:
      return `${place} 少到访 ${missing} 次：${saidOf(rule, 'zh')}`;
  }
}

/** The rule in the words of its form and of the list of rules. */
function saidOf(rule: Rule | null, language: Language): string {
  return rule === null ? '' : ruleSentence(rule, language);
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
  const qualities = [requires.role, requires.skill].filter((quality) => quality !== undefined);
  return [count === 1 ? one : more, ...qualities.map((quality) => `(${quality})`)].join(' ');
}

export function whoChinese({ requires }: StaffingRule): string {
  const qualities = [requires.role, requires.skill].filter((quality) => quality !== undefined);
  return `${chineseKinds[requires.kind ?? ''] ?? '人员'}${qualities.map((quality) => `（${quality}）`).join('')}`;
}

const kmOf = (metres: number) => Math.round(metres / 100) / 10;
const hoursSince = (since: number, at: number) => Math.max(1, Math.round((at - since) / hourMs));
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
