import type { Language } from '../http/problem.ts';
import type { StaffingRequirement } from '../rules/rule.ts';
import type { GapKind, Remedy } from './gap.ts';
import { labelOf, whoChinese, whoEnglish } from './gap-words.ts';
import type { FoundGap } from './gaps.ts';
import { type Neighbours, nearestHelpers } from './neighbours.ts';
import type { Helper } from './people-queries.ts';

const mostNamed = 3;

/** What would close a gap, with the names of the nearest who could, where the caller may know them. */
export function remediesFor(gap: FoundGap, neighbours: Neighbours | null, language: Language): Remedy[] {
  if ('area' in gap && gap.kind === 'unassigned-land') return [askForCells(gap, language)];
  if (gap.kind === 'unassigned-land' || gap.kind === 'no-officer' || gap.kind === 'short-staffed')
    return [assignSomebody(gap, neighbours, language)];
  return [patrol(gap, neighbours, language)];
}

function askForCells(gap: FoundGap, language: Language): Remedy {
  const place = labelOf(gap);
  const message =
    language === 'zh'
      ? `请规划人员为 ${place} 划分网格并发布。`
      : `Ask a planner to draw cells over ${place} and publish them.`;
  return { kind: 'ask', message };
}

function assignSomebody(gap: FoundGap, neighbours: Neighbours | null, language: Language): Remedy {
  const requires = requirementOf(gap);
  // Who holds a further role is not known here; whom the suggestions name is.
  const known = requires.alsoRole === undefined ? neighbours : null;
  const nearest = nearestTo(gap, known, keyOf(requires), (one) => fits(one, requires));
  const rule = gap.rule?.kind === 'staffing' ? gap.rule : null;
  const who = {
    zh: rule ? `${gap.missing} 名${whoChinese(rule)}` : gap.kind === 'no-officer' ? '一名民警' : '一人',
    en: rule
      ? `${gap.missing} ${whoEnglish(rule, gap.missing)}`
      : gap.kind === 'no-officer'
        ? 'an officer'
        : 'somebody',
  };
  const message = language === 'zh' ? `指派${who.zh}` : `Assign ${who.en}`;
  return { kind: 'assign', ...named(message, nearest, language) };
}

/** What a patrol would have to do, where it is more than to come by. */
const errands: Readonly<Partial<Record<GapKind, Record<Language, string>>>> = {
  unmanned: { en: 'Send somebody to man it in its hours', zh: '安排人员按时段到岗值守' },
  'points-missed': { en: 'Send a patrol to the missed points', zh: '安排走访未到的点位' },
  'road-unpassed': { en: 'Send a patrol along the roads', zh: '安排沿路巡逻' },
  'under-swept': { en: 'Send a patrol over the ground that is left', zh: '安排巡查尚未扫过的区域' },
};

function patrol(gap: FoundGap, neighbours: Neighbours | null, language: Language): Remedy {
  const own = ('cell' in gap && neighbours?.ofCell(gap.cell.id)) || [];
  const ownFirst = [...own.filter(({ isOnDuty }) => isOnDuty), ...own.filter(({ isOnDuty }) => !isOnDuty)];
  const others = nearestTo(gap, neighbours, 'on duty', (one) => one.isOnDuty);
  const message = errands[gap.kind]?.[language] ?? (language === 'zh' ? '安排巡逻' : 'Send a patrol');
  return { kind: 'patrol', ...named(message, [...ownFirst, ...others].slice(0, mostNamed), language) };
}

function named(message: string, people: readonly Helper[], language: Language) {
  if (people.length === 0) return { message: `${message}${language === 'zh' ? '。' : '.'}` };
  const names = people.map(({ name }) => name).join(language === 'zh' ? '、' : ', ');
  return {
    message: language === 'zh' ? `${message}，就近可选：${names}。` : `${message}; nearest: ${names}.`,
    personIds: people.map(({ id }) => id),
  };
}

function requirementOf({ kind, rule }: FoundGap): StaffingRequirement {
  if (rule?.kind === 'staffing') return rule.requires;
  return kind === 'no-officer' ? { atLeast: 1, kind: 'officer' } : { atLeast: 1 };
}

/** A role is given with the assignment, so anybody may take it. */
function fits({ kind, skills, teamKinds }: Helper, requires: StaffingRequirement): boolean {
  return (
    (requires.kind === undefined || kind === requires.kind) &&
    (requires.skill === undefined || skills.includes(requires.skill)) &&
    (requires.teamKind === undefined || teamKinds.includes(requires.teamKind))
  );
}

const keyOf = ({ kind, skill, teamKind }: StaffingRequirement) => JSON.stringify([kind, skill, teamKind]);

/**
 * The few whose usual place is nearest to the gap, those of no known place last, of those who are not assigned there;
 * `key` stands for who is wanted.
 */
function nearestTo(
  gap: FoundGap,
  neighbours: Neighbours | null,
  key: string,
  isWanted: (one: Helper) => boolean,
): Helper[] {
  if (neighbours === null) return [];
  const { people, placeless } = neighbours;
  const there = 'cell' in gap ? neighbours.ofCell(gap.cell.id) : [];
  const isElsewhere = (one: Helper) => isWanted(one) && !there.includes(one);
  const { position } = 'cell' in gap ? gap.cell : gap.area;
  if (!position) return firstOf(people, isElsewhere, mostNamed);
  const isLeftOut = (one: Helper) => there.includes(one);
  const found = nearestHelpers(neighbours, position, { key, isWanted, isLeftOut }, mostNamed);
  return [...found, ...firstOf(placeless, isElsewhere, mostNamed - found.length)];
}

function firstOf(people: readonly Helper[], isWanted: (one: Helper) => boolean, count: number) {
  const found: Helper[] = [];
  for (const one of people) {
    if (found.length >= count) break;
    if (isWanted(one)) found.push(one);
  }
  return found;
}
