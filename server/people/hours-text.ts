/** Hours of the week as a person's availability holds them; days are 1, Monday, to 7, Sunday. */
export type WeekHours = { days: number[]; from: string; to: string };

const dayNames = ['一', '二', '三', '四', '五', '六', '日'];
const englishDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const allDays = [1, 2, 3, 4, 5, 6, 7];
const groups: readonly [RegExp, number[]][] = [
  [/每天|每日|天天|daily|every ?day/, allDays],
  [/工作日|weekdays?/, [1, 2, 3, 4, 5]],
  [/双休日?|周末|weekends?/, [6, 7]],
];

/** The hours as a cell of a spreadsheet, such as `周一至周五 08:00-18:00；周六、周日 全天`. */
export function hoursText(hours: readonly WeekHours[]): string {
  if (hours.length === 0) return '无';
  return hours
    .map(({ days, from, to }) => {
      const names = days.map((day) => `周${dayNames[day - 1] ?? day}`);
      const isRun = days.length > 2 && days.every((day, index) => day === (days[0] ?? 0) + index);
      const said = isRun ? `${names[0]}至${names.at(-1)}` : names.join('、');
      return `${said} ${from === '00:00' && to === '24:00' ? '全天' : `${from}-${to}`}`;
    })
    .join('；');
}

/**
 * Reads hours of the week written by people: days before hours, in Chinese or English, parted by semicolons. Without days
 * it is every day, without hours the whole day; hours over midnight are parted there. Undefined where it says no hours.
 */
export function readHours(text: string): WeekHours[] | undefined {
  const plain = text.normalize('NFKC').toLowerCase().trim();
  if (/^(无|none|never)$/.test(plain)) return [];
  const parts = plain.split(/[;\n]+/).filter((part) => part.trim() !== '');
  const read = parts.map(readPart);
  const windows = read.flatMap((one) => one ?? []);
  return windows.length > 0 && read.every((one) => one !== undefined) ? windows : undefined;
}

const span =
  /(?<![\p{L}\d])(\d{1,2})(?:[:点时](\d{2})?分?)?\s*(?:-|–|—|~|至|到)\s*(\d{1,2})(?:[:点时](\d{2})?分?)?$/u;

function readPart(part: string): WeekHours[] | undefined {
  let rest = part.trim();
  const spans: { from: string; to: string }[] = [];
  let bare = 0;
  for (let found = span.exec(rest); found; found = span.exec(rest)) {
    if (/^\d+\D\d+$/.test(found[0])) bare += 1;
    const [from, to] = [clockOf(found[1], found[2]), clockOf(found[3], found[4])];
    if (!from || !to || from === '24:00' || from === to) return undefined;
    spans.unshift({ from, to });
    rest = rest.slice(0, found.index).replace(/[\s,、和及]+$/, '');
  }
  // "1-5 8:00-18:00" may mean days or hours.
  if (bare > 0 && spans.length > 1) return undefined;
  const isWhole = /全天|all ?day|24小时/.test(rest);
  rest = rest.replace(/全天|all ?day|24小时/, '').trim();
  if (spans.length === 0) spans.push({ from: '00:00', to: '24:00' });
  else if (isWhole) return undefined;
  const days = rest === '' ? allDays : daysOf(rest);
  return days && spans.flatMap((one) => windowsOf(days, one));
}

function windowsOf(days: number[], { from, to }: { from: string; to: string }): WeekHours[] {
  if (from < to) return [{ days, from, to }];
  const next = days.map((day) => (day % 7) + 1).sort((a, b) => a - b);
  const evening = { days, from, to: '24:00' };
  return to === '00:00' ? [evening] : [evening, { days: next, from: '00:00', to }];
}

function clockOf(hour = '', minute = '00'): string | undefined {
  const minutes = Number(hour) * 60 + Number(minute);
  if (minutes > 1_440 || Number(minute) > 59) return undefined;
  return `${hour.padStart(2, '0')}:${minute}`;
}

function daysOf(text: string): number[] | undefined {
  const days = new Set<number>();
  let rest = text;
  for (const [name, members] of groups) {
    if (name.test(rest)) for (const day of members) days.add(day);
    rest = rest.replace(name, ' ');
  }
  rest = rest.replaceAll(/周|星期|礼拜/g, '').replaceAll(/天/g, '日');
  for (const token of rest.split(/[\s,、和及:]+/).filter((one) => one !== '')) {
    const [first, last, more] = token.split(/[-–—~至到]/).map(dayOf);
    const end = last ?? first;
    if (
      first === undefined ||
      end === undefined ||
      more !== undefined ||
      token.split(/[-–—~至到]/).length > 2
    )
      return undefined;
    for (let day = first; ; day = (day % 7) + 1) {
      days.add(day);
      if (day === end) break;
    }
  }
  return days.size > 0 ? [...days].sort((a, b) => a - b) : undefined;
}

function dayOf(word: string): number | undefined {
  const chinese = dayNames.indexOf(word);
  if (chinese >= 0) return chinese + 1;
  const english = englishDays.findIndex((name) => word.length >= 3 && word.startsWith(name));
  if (english >= 0) return english + 1;
  return /^[1-7]$/.test(word) ? Number(word) : undefined;
}
