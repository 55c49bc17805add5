import { DateTime } from 'luxon';
import type { Language } from '../../http/problem.ts';
import { sentenceWords } from '../../rules/sentence-words.ts';
import type { Counted } from './counted.ts';
import { kilometres, percent } from './rounded.ts';

/** Points that a sentence names; the rest is counted. */
const mostNamed = 6;

/** What a rule counted, as one sentence for the chief (METHODS B3). */
export function countedSentence(counted: Counted, language: Language, timeZone: string): string {
  return language === 'zh' ? chinese(counted, timeZone) : english(counted, timeZone);
}

const hours = (ms: number) => Math.round(ms / 360_000) / 10;
const minutes = (ms: number) => Math.round(ms / 60_000);
const timeOf = (at: number, timeZone: string) =>
  DateTime.fromMillis(at, { zone: timeZone }).toFormat('HH:mm');
const dayTimeOf = (at: number, timeZone: string) =>
  DateTime.fromMillis(at, { zone: timeZone }).toFormat('MM-dd HH:mm');

function english(counted: Counted, timeZone: string): string {
  const words = sentenceWords.en;
  switch (counted.what) {
    case 'visits': {
      const { visits, atLeast, minMinutes, per, windows } = counted;
      const long = minMinutes > 0 ? ` of ${minMinutes}+ minutes` : '';
      const whole =
        windows.of === 0
          ? `no ${per} has ended yet`
          : `${windows.met} of ${plural(windows.of, per)} had at least ${atLeast}`;
      return `${plural(visits, 'visit')}${long}; ${whole}.`;
    }
    case 'slots': {
      const { slots, minMinutes, slotMinutes } = counted;
      return `Visited for ${minMinutes}+ minutes in ${slots.met} of ${slots.of} ${slotText(slotMinutes)} slots.`;
    }
    case 'revisit': {
      const { lastAt, longestHours, everyHours } = counted;
      const last = lastAt === null ? 'Not visited' : `Last visited ${dayTimeOf(lastAt, timeZone)}`;
      return `${last}; the longest wait was ${round(longestHours)} h of at most ${round(everyHours)} h.`;
    }
    case 'windows': {
      const { windows, atLeast, points } = counted;
      const by = atLeast > 1 ? ` by ${atLeast} or more` : '';
      const at = points === null ? '' : ` at ${plural(points, 'point')}`;
      return `${windows.met} of ${plural(windows.of, 'window')} ${windows.of === 1 ? 'was' : 'were'} manned${by}${at}.`;
    }
    case 'time': {
      const { mannedMs, orderedMs, hole, atLeast } = counted;
      const by = atLeast > 1 ? ` by ${atLeast} or more` : '';
      const longest = hole
        ? `; longest hole ${minutes(hole[1] - hole[0])} min at ${timeOf(hole[0], timeZone)}`
        : '';
      return `Manned ${hours(mannedMs)} of ${hours(orderedMs)} h${by}${longest}.`;
    }
    case 'points': {
      const { points, days, missing, pointKind, byWeight } = counted;
      const weighed =
        Math.abs(byWeight - points.met / Math.max(1, points.of)) > 0.005
          ? ` (${percent(byWeight)} % by weight)`
          : '';
      const lacking =
        missing.length === 0
          ? ''
          : `; ${missing.length} missing: ${listed(missing, ', ', (rest) => ` and ${rest} more`)}`;
      return `${points.met} of ${points.of} ${words.points(pointKind, points.of)} visited in ${plural(days, 'day')}${weighed}${lacking}.`;
    }
    case 'corridor': {
      const { passedMetres, metres, wait } = counted;
      const whole =
        metres - passedMetres < 1
          ? `All ${kilometres(metres)} km passed`
          : `${kilometres(passedMetres)} of ${kilometres(metres)} km passed`;
      return `${whole}${wait ? `; longest wait ${hours(wait.ms)} h at km ${kilometres(wait.atMetres)}` : ''}.`;
    }
    case 'squares': {
      const { squares, days, oldestDays, effort, detection } = counted;
      const oldest =
        oldestDays === null
          ? 'one was not walked for longer than is known'
          : `oldest ${plural(oldestDays, 'day')}`;
      return `${squares.met} of ${squares.of} km squares ${squares.of === 1 ? 'was' : 'were'} walked in ${plural(days, 'day')}; ${oldest}; effort ${twoDigits(effort)}, probability of detection ${percent(detection)} %.`;
    }
    case 'sweep': {
      const { swept, widthMetres, days } = counted;
      return `${percent(swept)} % of the area was swept at ${widthMetres} m in ${plural(days, 'day')}.`;
    }
  }
}

function chinese(counted: Counted, timeZone: string): string {
  const words = sentenceWords.zh;
  switch (counted.what) {
    case 'visits': {
      const { visits, atLeast, minMinutes, per, windows } = counted;
      const long = minMinutes > 0 ? `停留 ${minMinutes} 分钟以上的` : '';
      const unit = { day: '天', week: '周', month: '个月' }[per];
      const whole =
        windows.of === 0
          ? `尚无完整的一${unit}`
          : `${windows.of} ${unit}中有 ${windows.met} ${unit}达到 ${atLeast} 次`;
      return `${long}到访 ${visits} 次；${whole}。`;
    }
    case 'slots': {
      const { slots, minMinutes, slotMinutes } = counted;
      const long = minMinutes > 0 ? `停留 ${minMinutes} 分钟以上` : '有到访';
      return `${slots.of} 个${slotMinutes % 60 === 0 ? `${slotMinutes / 60} 小时` : `${slotMinutes} 分钟`}时段中有 ${slots.met} 个${long}。`;
    }
    case 'revisit': {
      const { lastAt, longestHours, everyHours } = counted;
      const last = lastAt === null ? '没有到访' : `最近到访 ${dayTimeOf(lastAt, timeZone)}`;
      return `${last}；最长间隔 ${round(longestHours)} 小时，要求不超过 ${round(everyHours)} 小时。`;
    }
    case 'windows': {
      const { windows, atLeast, points } = counted;
      const at = points === null ? '' : `${points} 处点位，`;
      return `${at}${windows.of} 个时段中有 ${windows.met} 个${atLeast > 1 ? ` ${atLeast} 人以上` : ''}值守达标。`;
    }
    case 'time': {
      const { mannedMs, orderedMs, hole, atLeast } = counted;
      const longest = hole
        ? `；最长空岗 ${minutes(hole[1] - hole[0])} 分钟，始于 ${timeOf(hole[0], timeZone)}`
        : '';
      return `${hours(orderedMs)} 小时中${atLeast > 1 ? ` ${atLeast} 人以上` : ''}值守 ${hours(mannedMs)} 小时${longest}。`;
    }
    case 'points': {
      const { points, days, missing, pointKind, byWeight } = counted;
      const weighed =
        Math.abs(byWeight - points.met / Math.max(1, points.of)) > 0.005
          ? `（按权重 ${percent(byWeight)}%）`
          : '';
      const lacking =
        missing.length === 0
          ? ''
          : `；未走访 ${missing.length} 处：${listed(missing, '、', (rest) => `等，另有 ${rest} 处`)}`;
      return `${days} 天内走访 ${points.met}/${points.of} 处${words.points(pointKind, 2)}${weighed}${lacking}。`;
    }
    case 'corridor': {
      const { passedMetres, metres, wait } = counted;
      const whole =
        metres - passedMetres < 1
          ? `${kilometres(metres)} 公里全部巡过`
          : `${kilometres(metres)} 公里中巡过 ${kilometres(passedMetres)} 公里`;
      return `${whole}${wait ? `；最长等待 ${hours(wait.ms)} 小时，在 ${kilometres(wait.atMetres)} 公里处` : ''}。`;
    }
    case 'squares': {
      const { squares, days, oldestDays, effort, detection } = counted;
      const oldest = oldestDays === null ? '有方格已久未走到' : `最久的 ${oldestDays} 天未走到`;
      return `${days} 天内走到 ${squares.met}/${squares.of} 个公里方格；${oldest}；搜索力度 ${twoDigits(effort)}，发现概率 ${percent(detection)}%。`;
    }
    case 'sweep': {
      const { swept, widthMetres, days } = counted;
      return `${days} 天内按 ${widthMetres} 米宽度扫过面积的 ${percent(swept)}%。`;
    }
  }
}

const twoDigits = (value: number) => Math.round(value * 100) / 100;
const round = (value: number) => Math.round(value * 10) / 10;

function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function slotText(slotMinutes: number): string {
  if (slotMinutes % 60 !== 0) return `${slotMinutes}-minute`;
  const wholeHours = slotMinutes / 60;
  return `${['', 'one', 'two', 'three', 'four'][wholeHours] ?? wholeHours}-hour`;
}

function listed(names: readonly string[], between: string, more: (rest: number) => string): string {
  const shown = names.slice(0, mostNamed).join(between);
  return names.length > mostNamed ? shown + more(names.length - mostNamed) : shown;
}
