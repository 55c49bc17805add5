import type { Language } from '../http/problem.ts';
import { byChinese, byEnglish } from './by-whom-sentence.ts';
import { hoursText } from './hours-text.ts';
import type { Part, Slot, Told } from './sentence.ts';
import { type SentenceWords, sentenceWords } from './sentence-words.ts';

type Requires = Told['requires'];

const slot = (name: Slot, text: string | number | undefined): Part => ({
  slot: name,
  text: text === undefined || text === '' ? '…' : String(text),
});

/** A share of 1 as the percent that a form takes. */
const percent = (share: number | undefined) =>
  share === undefined ? undefined : Math.round(share * 1000) / 10;

/** What a patrol rule of presence, points, corridor, squares, sweep or visits in slots asks for, behind its place; null for others. */
export function measureParts(requires: Requires, language: Language): Part[] | null {
  const words = sentenceWords[language];
  const tell = language === 'zh' ? chinese : english;
  return tell(requires, words);
}

function english(requires: Requires, words: SentenceWords): Part[] | null {
  const { measure, slotMinutes, of, per, days } = requires;
  const hours: Part[] = requires.hours ? [', ', slot('hours', hoursText(requires.hours, words.hours))] : [];
  const by: Part[] = [
    slot('atLeast', requires.atLeast ?? 1),
    ' ',
    slot('kind', words.people(requires.kind ?? null, requires.atLeast ?? 1)),
  ];
  const role: Part[] = requires.role === undefined ? [] : [' serving as ', slot('role', requires.role)];
  const within: Part[] =
    days === undefined ? [slot('per', words.pers[per ?? ''])] : ['within ', slot('days', days), ' days'];
  switch (measure) {
    case 'presence': {
      const what: Part[] =
        requires.at === 'points'
          ? [' has each ', slot('pointKind', words.points(requires.pointKind ?? null, 1)), ' manned']
          : [' is manned'];
      const share: Part[] = [
        ' by at least ',
        ...by,
        ...role,
        ' for ',
        slot('share', percent(requires.share)),
        ' % of ',
      ];
      if (of === 'time')
        return [
          ...what,
          ...share,
          'the time ',
          slot('per', words.pers[per ?? 'day']),
          ', never longer than ',
          slot('holeMinutes', requires.holeMinutes ?? 15),
          ' minutes without',
          ...hours,
          '.',
        ];
      return [
        ...what,
        ...share,
        'each window, in ',
        slot('windowShare', percent(requires.windowShare ?? 0.95)),
        ' % of the windows ',
        slot('per', words.pers[per ?? 'week']),
        ...hours,
        '.',
      ];
    }
    case 'points': {
      const key: Part[] =
        requires.keyDays === undefined ? [] : [', key ones within ', slot('keyDays', requires.keyDays)];
      return [
        ' has ',
        slot('share', percent(requires.share)),
        ' % of its ',
        slot('pointKind', words.points(requires.pointKind ?? null, 2)),
        ' visited',
        ...byEnglish(requires, words),
        ' for ',
        slot('minMinutes', requires.minMinutes ?? 0),
        ' minutes or more ',
        ...within,
        ...key,
        '.',
      ];
    }
    case 'corridor':
      return [
        ' has ',
        slot('share', percent(requires.share)),
        ' % of its roads passed',
        ...byEnglish(requires, words),
        ' at least ',
        slot('atLeast', requires.atLeast ?? 1),
        requires.atLeast === undefined || requires.atLeast === 1 ? ' time ' : ' times ',
        slot('per', words.pers[per ?? 'day']),
        ...hours,
        '.',
      ];
    case 'squares':
      return [
        ' has ',
        slot('share', percent(requires.share)),
        ' % of its squares of a kilometre walked for ',
        slot('minMetres', requires.minMetres ?? 250),
        ' metres or more ',
        ...within,
        '.',
      ];
    case 'sweep':
      return [
        ' has ',
        slot('share', percent(requires.share)),
        ' % of its area swept at a width of ',
        slot('widthMetres', requires.widthMetres),
        ' metres ',
        ...within,
        '.',
      ];
    default:
      if (slotMinutes === undefined) return null;
      return [
        ' is visited',
        ...byEnglish(requires, words),
        ' for ',
        slot('minMinutes', requires.minMinutes ?? 0),
        ' minutes or more at least ',
        slot('atLeast', requires.atLeast),
        requires.atLeast === 1 ? ' time' : ' times',
        ' in ',
        slot('share', percent(requires.share)),
        ' % of its slots of ',
        slot('slotMinutes', slotMinutes),
        ' minutes ',
        slot('per', words.pers[per ?? '']),
        ...hours,
        '.',
      ];
  }
}

function chinese(requires: Requires, words: SentenceWords): Part[] | null {
  const { measure, slotMinutes, of, per, days } = requires;
  const hours: Part[] = requires.hours
    ? ['在', slot('hours', hoursText(requires.hours, words.hours)), '，']
    : [];
  const role: Part[] = requires.role === undefined ? [] : ['（', slot('role', requires.role), '）'];
  const by: Part[] = [
    '至少 ',
    slot('atLeast', requires.atLeast ?? 1),
    ' 名',
    slot('kind', words.people(requires.kind ?? null, 1)),
    ...role,
    '值守',
  ];
  const within: Part[] =
    days === undefined ? [slot('per', words.pers[per ?? ''])] : [slot('days', days), ' 天内'];
  switch (measure) {
    case 'presence': {
      const where: Part[] =
        requires.at === 'points'
          ? ['的每处', slot('pointKind', words.points(requires.pointKind ?? null, 1)), '，']
          : ['，'];
      if (of === 'time')
        return [
          ...where,
          ...hours,
          slot('per', words.pers[per ?? 'day']),
          ' ',
          slot('share', percent(requires.share)),
          '% 的时间有',
          ...by,
          '，空岗一次不超过 ',
          slot('holeMinutes', requires.holeMinutes ?? 15),
          ' 分钟。',
        ];
      return [
        ...where,
        ...hours,
        '每个时段 ',
        slot('share', percent(requires.share)),
        '% 的时间有',
        ...by,
        '，',
        slot('per', words.pers[per ?? 'week']),
        '达标时段不少于 ',
        slot('windowShare', percent(requires.windowShare ?? 0.95)),
        '%。',
      ];
    }
    case 'points': {
      const key: Part[] =
        requires.keyDays === undefined ? [] : ['，重点为 ', slot('keyDays', requires.keyDays), ' 天'];
      return [
        '的',
        slot('pointKind', words.points(requires.pointKind ?? null, 2)),
        '，',
        ...within,
        ...byChinese(requires, words),
        '走访不少于 ',
        slot('share', percent(requires.share)),
        '%，每次停留不少于 ',
        slot('minMinutes', requires.minMinutes ?? 0),
        ' 分钟',
        ...key,
        '。',
      ];
    }
    case 'corridor':
      return [
        '的道路，',
        ...hours,
        slot('per', words.pers[per ?? 'day']),
        '至少有 ',
        slot('share', percent(requires.share)),
        '% 的里程',
        ...byChinese(requires, words),
        '巡过 ',
        slot('atLeast', requires.atLeast ?? 1),
        ' 次。',
      ];
    case 'squares':
      return [
        '，',
        ...within,
        '走到的公里方格不少于 ',
        slot('share', percent(requires.share)),
        '%，每格行走不少于 ',
        slot('minMetres', requires.minMetres ?? 250),
        ' 米。',
      ];
    case 'sweep':
      return [
        '，',
        ...within,
        '按 ',
        slot('widthMetres', requires.widthMetres),
        ' 米扫视宽度，扫过面积不少于 ',
        slot('share', percent(requires.share)),
        '%。',
      ];
    default:
      if (slotMinutes === undefined) return null;
      return [
        '，',
        ...hours,
        '每 ',
        slot('slotMinutes', slotMinutes),
        ' 分钟为一时段，',
        slot('per', words.pers[per ?? '']),
        '至少 ',
        slot('share', percent(requires.share)),
        '% 的时段',
        ...byChinese(requires, words),
        '到访 ',
        slot('atLeast', requires.atLeast),
        ' 次，每次停留不少于 ',
        slot('minMinutes', requires.minMinutes ?? 0),
        ' 分钟。',
      ];
  }
}
