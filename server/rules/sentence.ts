import type { Language } from '../http/problem.ts';
import { byChinese, byEnglish } from './by-whom-sentence.ts';
import type { WeekHours } from './hours.ts';
import { hoursText } from './hours-text.ts';
import { measureParts } from './measure-sentence.ts';
import { type SentenceWords, sentenceWords } from './sentence-words.ts';

/** What of a rule its sentence tells. Fields may be missing or blank while somebody is still writing it. */
export type Told = {
  kind: 'staffing' | 'patrol';
  selects: {
    areaKind?: string | undefined;
    cellUsage?: string | undefined;
    cells?: readonly number[] | undefined;
    areas?: readonly number[] | undefined;
  };
  requires: {
    atLeast?: number | undefined;
    kind?: string | undefined;
    role?: string | undefined;
    skill?: string | undefined;
    teamKind?: string | undefined;
    alsoRole?: string | undefined;
    alsoAt?: string | undefined;
    hours?: readonly WeekHours[number][] | undefined;
    measure?: string | undefined;
    minMinutes?: number | undefined;
    per?: string | undefined;
    everyHours?: number | undefined;
    share?: number | undefined;
    slotMinutes?: number | undefined;
    of?: string | undefined;
    windowShare?: number | undefined;
    holeMinutes?: number | undefined;
    at?: string | undefined;
    pointKind?: string | undefined;
    days?: number | undefined;
    keyDays?: number | undefined;
    widthMetres?: number | undefined;
    minMetres?: number | undefined;
  };
};

/** A place in the sentence where something is chosen. */
export type Slot =
  | 'areas'
  | 'place'
  | 'usage'
  | 'cells'
  | 'atLeast'
  | 'kind'
  | 'role'
  | 'skill'
  | 'teamKind'
  | 'alsoRole'
  | 'alsoAt'
  | 'hours'
  | 'everyHours'
  | 'per'
  | 'minMinutes'
  | 'share'
  | 'windowShare'
  | 'slotMinutes'
  | 'holeMinutes'
  | 'pointKind'
  | 'days'
  | 'keyDays'
  | 'widthMetres'
  | 'minMetres';

/** Fixed words, or what is said at a slot. */
export type Part = string | { slot: Slot; text: string };

/** The names of chosen places, where they are known. */
export type Names = {
  area?: (id: number) => string | undefined;
  cell?: (id: number) => string | undefined;
};

/** A rule as one sentence that people say: "Every community has at least 10 volunteers." */
export function ruleSentence(rule: Told, language: Language, names: Names = {}): string {
  return sentenceParts(rule, language, names)
    .map((part) => (typeof part === 'string' ? part : part.text))
    .join('');
}

/** The same with its slots told apart, so that a form can put a control at each. */
export function sentenceParts(rule: Told, language: Language, names: Names = {}): Part[] {
  const telling: Telling = { rule, words: sentenceWords[language], names };
  return language === 'zh' ? chinese(telling) : english(telling);
}

type Telling = { rule: Told; words: SentenceWords; names: Names };

/** What stands for something not yet said. */
const blank = '…';

const slot = (name: Slot, text: string | number | undefined): Part => ({
  slot: name,
  text: text === undefined || text === '' ? blank : String(text),
});

function chinese(telling: Telling): Part[] {
  const { requires, kind } = telling.rule;
  const where = chineseWhere(telling);
  if (kind === 'staffing') return [...where, ...chineseStaff(telling), '。'];
  const measured = measureParts(requires, 'zh');
  if (measured) return [...where, ...measured];
  const stay: Part[] = !requires.minMinutes
    ? []
    : ['，每次停留不少于 ', slot('minMinutes', requires.minMinutes), ' 分钟'];
  const hours = chineseHours(telling);
  const by = byChinese(requires, telling.words);
  if (requires.measure === 'revisit')
    return [
      ...where,
      ...hours,
      ...(by.length === 0 ? ['两次到访相隔不超过 '] : [...by, '到访，两次相隔不超过 ']),
      slot('everyHours', requires.everyHours),
      ' 小时',
      ...stay,
      '。',
    ];
  const per = telling.words.pers[requires.per ?? ''];
  return [
    ...where,
    ...hours,
    slot('per', per),
    ...by,
    '至少到访 ',
    slot('atLeast', requires.atLeast),
    ' 次',
    ...stay,
    '。',
  ];
}

function chineseWhere({ rule, words, names }: Telling): Part[] {
  const { areaKind, cellUsage, cells, areas } = rule.selects;
  const kind = areaKind === undefined ? '' : (words.areaKinds[areaKind] ?? areaKind);
  const named = slot('areas', words.areas(namesOf(areas, names.area), areas?.length ?? 0));
  const isAreas = rule.kind === 'staffing' && cells === undefined && cellUsage === undefined;
  if (isAreas && areas && areaKind === undefined) return [slot('place', '选定的'), named, '各'];
  const inside: Part[] = areas ? [named, '内，'] : [];
  const of = kind === '' ? '' : `${kind}的`;
  if (cells)
    return [
      ...inside,
      slot('place', `${of}选定的`),
      slot('cells', words.cells(namesOf(cells, names.cell), cells.length)),
      ...(cellUsage === undefined ? [] : ['中用途为', usageSlot(cellUsage, words), '的']),
      '各',
    ];
  if (cellUsage !== undefined)
    return [...inside, slot('place', `${of}每个`), usageSlot(cellUsage, words), '网格'];
  if (isAreas && kind !== '') return [...inside, slot('place', `每个${kind}`)];
  return [...inside, slot('place', `${of}每个网格`)];
}

/** "at least 2 volunteers serving as …", qualities before the people they are of. */
function chineseStaff(telling: Telling): Part[] {
  const { requires } = telling.rule;
  const { words } = telling;
  const qualities: Part[][] = [
    ...(requires.skill === undefined ? [] : [['具备', slot('skill', requires.skill), '技能']]),
    ...(requires.teamKind === undefined
      ? []
      : [['属于', slot('teamKind', words.teamKinds[requires.teamKind] ?? requires.teamKind)]]),
    ...(requires.alsoRole === undefined
      ? []
      : [['现任', ...chineseAt(telling), slot('alsoRole', requires.alsoRole)]]),
  ];
  const of: Part[] = qualities.flatMap((quality, index) => (index === 0 ? quality : ['、', ...quality]));
  return [
    ...chineseHours(telling),
    '至少有 ',
    slot('atLeast', requires.atLeast),
    ' 名',
    ...(of.length === 0 ? [] : [...of, '的']),
    slot('kind', words.people(requires.kind ?? null, requires.atLeast ?? 1)),
    ...(requires.role === undefined ? [] : ['担任', slot('role', requires.role)]),
  ];
}

/** Where the further role is held; nothing where that is anywhere. */
function chineseAt({ rule: { requires }, words }: Telling): Part[] {
  const { alsoAt } = requires;
  return alsoAt === undefined ? [] : ['本', slot('alsoAt', words.areaKinds[alsoAt] ?? alsoAt)];
}

function chineseHours({ rule, words }: Telling): Part[] {
  const { hours } = rule.requires;
  return hours === undefined ? [] : ['在', slot('hours', hoursText(hours, words.hours)), '，'];
}

function english(telling: Telling): Part[] {
  const { requires, kind } = telling.rule;
  const { words } = telling;
  const where = englishWhere(telling);
  const hours = englishHours(telling);
  if (kind === 'staffing') return [...where, ...englishStaff(telling), ...hours, '.'];
  const measured = measureParts(requires, 'en');
  if (measured) return [...where, ...measured];
  const stay: Part[] = !requires.minMinutes
    ? []
    : [', for ', slot('minMinutes', requires.minMinutes), ' minutes or more each time'];
  if (requires.measure === 'revisit')
    return [
      ...where,
      ' is visited at least every ',
      slot('everyHours', requires.everyHours),
      ' hours',
      ...byEnglish(requires, words),
      ...stay,
      ...hours,
      '.',
    ];
  return [
    ...where,
    ' is visited at least ',
    slot('atLeast', requires.atLeast),
    requires.atLeast === 1 ? ' time ' : ' times ',
    slot('per', words.pers[requires.per ?? '']),
    ...byEnglish(requires, words),
    ...stay,
    ...hours,
    '.',
  ];
}

function englishWhere({ rule, words, names }: Telling): Part[] {
  const { areaKind, cellUsage, cells, areas } = rule.selects;
  const kind = areaKind === undefined ? '' : (words.areaKinds[areaKind] ?? areaKind);
  const named = slot('areas', words.areas(namesOf(areas, names.area), areas?.length ?? 0));
  const isAreas = rule.kind === 'staffing' && cells === undefined && cellUsage === undefined;
  if (isAreas && areas && areaKind === undefined) return [slot('place', 'Each of'), ' ', named];
  const inside: Part[] = areas ? [' in ', named] : [];
  const of = kind === '' ? '' : ` of a ${kind}`;
  if (cells)
    return [
      slot('place', 'Each of'),
      ' ',
      slot('cells', words.cells(namesOf(cells, names.cell), cells.length)),
      ...(cellUsage === undefined ? [] : [' that is ', usageSlot(cellUsage, words)]),
      of,
      ...inside,
    ];
  if (cellUsage !== undefined)
    return [slot('place', 'Every'), ' ', usageSlot(cellUsage, words), ` cell${of}`, ...inside];
  if (isAreas && kind !== '') return [slot('place', `Every ${kind}`), ...inside];
  return [slot('place', `Every cell${of}`), ...inside];
}

function englishStaff({ rule, words }: Telling): Part[] {
  const { requires } = rule;
  const count = requires.atLeast ?? 1;
  return [
    ' has at least ',
    slot('atLeast', requires.atLeast),
    ' ',
    slot('kind', words.people(requires.kind ?? null, count)),
    ...(requires.role === undefined ? [] : [' serving as ', slot('role', requires.role)]),
    ...(requires.skill === undefined ? [] : [' with the skill ', slot('skill', requires.skill)]),
    ...(requires.teamKind === undefined
      ? []
      : [' from ', slot('teamKind', words.teamKinds[requires.teamKind] ?? requires.teamKind)]),
    ...(requires.alsoRole === undefined
      ? []
      : [count === 1 ? ' who is also ' : ' who are also ', slot('alsoRole', requires.alsoRole)]),
    ...(requires.alsoRole === undefined || requires.alsoAt === undefined
      ? []
      : [' in its ', slot('alsoAt', words.areaKinds[requires.alsoAt] ?? requires.alsoAt)]),
  ];
}

function englishHours({ rule, words }: Telling): Part[] {
  const { hours } = rule.requires;
  return hours === undefined ? [] : [', ', slot('hours', hoursText(hours, words.hours))];
}

function usageSlot(usage: string, words: SentenceWords): Part {
  return slot('usage', words.usages[usage] ?? usage);
}

function namesOf(
  ids: readonly number[] | undefined,
  nameOf: ((id: number) => string | undefined) | undefined,
) {
  return (ids ?? []).slice(0, 3).flatMap((id) => nameOf?.(id) ?? []);
}
