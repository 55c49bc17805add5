import { minutesOf, type WeekHours } from './hours.ts';
import type { Objection } from './objection.ts';
import { windowsOf } from './windows.ts';

const dayMs = 86_400_000;
/** Every weekday, holiday and weekend that makes up for one comes within so long. */
const horizonMs = 400 * dayMs;

/** Hours that end before they begin, and hours of one day that overlap others. */
export function hoursObjections(hours: WeekHours): Objection[] {
  return hours.flatMap((one, index) => {
    if (minutesOf(one.from) >= minutesOf(one.to)) return [backwards(one, index)];
    return hours.slice(0, index).some((earlier) => overlap(earlier, one)) ? [overlapping(one, index)] : [];
  });
}

/** Hours of which no instant lies between `from` and `to`, so that the rule would never oblige anybody. */
export function emptyHoursObjections(
  hours: WeekHours,
  from: Date,
  to: Date | null,
  timeZone: string,
): Objection[] {
  const begin = from.getTime();
  const end = Math.min(to?.getTime() ?? Number.POSITIVE_INFINITY, begin + horizonMs);
  const { starts, ends } = windowsOf(hours, timeZone, begin, end);
  if (starts.some((start, index) => start < end && (ends[index] ?? 0) > begin)) return [];
  const isOfSchool = hours.some(({ schoolDays }) => schoolDays);
  return [
    {
      path: 'requires.hours',
      english: `These hours never come while the rule holds${isOfSchool ? ': none of its days is a school day' : ''}.`,
      chinese: `规则有效期内没有这样的时段${isOfSchool ? '：所选日子均非上学日' : ''}。`,
    },
  ];
}

type Hours = WeekHours[number];

function overlap(a: Hours, b: Hours): boolean {
  return (
    a.days.some((day) => b.days.includes(day)) &&
    minutesOf(a.from) < minutesOf(b.to) &&
    minutesOf(b.from) < minutesOf(a.to)
  );
}

function backwards({ from, to }: Hours, index: number): Objection {
  return {
    path: `requires.hours.${index}.to`,
    english: `The hours from ${from} to ${to} end before they begin; hours over midnight are two entries, until 24:00 and from 00:00.`,
    chinese: `时段 ${from} 至 ${to} 的结束早于开始；跨午夜的时段请分成两段：至 24:00，及自 00:00 起。`,
  };
}

function overlapping({ from, to }: Hours, index: number): Objection {
  return {
    path: `requires.hours.${index}`,
    english: `The hours from ${from} to ${to} overlap others of the same day; make one entry of them.`,
    chinese: `时段 ${from} 至 ${to} 与同一天的其他时段重叠，请合并为一段。`,
  };
}
