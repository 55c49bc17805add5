/** Hours of some days of the week, 1 is Monday; `from` before `to`, which is 24:00 at the latest. */
export type WeekWindow = { days: number[]; from: string; to: string };

/** Minutes of one day, half-open. */
type Minutes = { from: number; to: number };

const dayMinutes = 1_440;
const weekDays = [1, 2, 3, 4, 5, 6, 7];

/** The same hours, each said once: windows that touch become one, days with the same hours stand together. */
export function tidyWindows(windows: readonly WeekWindow[]): WeekWindow[] {
  return windowsOf(weekDays.map((day) => hoursOf(day, windows)));
}

/** The windows with some hours of a day added, or taken out. */
export function paintWindows(
  windows: readonly WeekWindow[],
  { day, from, to }: { day: number } & Minutes,
  isAdded: boolean,
): WeekWindow[] {
  const drawn = weekDays.map((one) => {
    const hours = hoursOf(one, windows);
    if (one !== day) return hours;
    return isAdded ? merged([...hours, { from, to }]) : hours.flatMap((held) => without(held, { from, to }));
  });
  return windowsOf(drawn);
}

/** Hours that end before they begin go on until the next day: as two windows, one until midnight and one from it. */
export function splitAtMidnight(window: WeekWindow): WeekWindow[] {
  const { days, from } = window;
  const to = window.to === '00:00' ? '24:00' : window.to;
  if (from < to) return [{ days, from, to }];
  const nextDays = days.map((day) => (day % 7) + 1);
  return [
    { days, from, to: '24:00' },
    { days: nextDays, from: '00:00', to },
  ];
}

/** The hours of one day without overlaps, in order, in minutes of that day. */
export function hoursOf(day: number, windows: readonly WeekWindow[]): Minutes[] {
  return merged(
    windows
      .filter(({ days }) => days.includes(day))
      .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) })),
  );
}

function merged(hours: readonly Minutes[]): Minutes[] {
  const apart: Minutes[] = [];
  for (const { from, to } of [...hours].sort((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else apart.push({ from, to });
  }
  return apart;
}

function without(held: Minutes, taken: Minutes): Minutes[] {
  return [
    { from: held.from, to: Math.min(held.to, taken.from) },
    { from: Math.max(held.from, taken.to), to: held.to },
  ].filter(({ from, to }) => from < to);
}

/** The hours of each day from Monday, as windows of the days that have them. */
function windowsOf(days: readonly (readonly Minutes[])[]): WeekWindow[] {
  const byHours = new Map<string, WeekWindow>();
  for (const [index, hours] of days.entries()) {
    for (const held of hours) {
      const [from, to] = [clockOf(held.from), clockOf(held.to)];
      const known = byHours.get(`${from}-${to}`);
      if (known) known.days.push(index + 1);
      else byHours.set(`${from}-${to}`, { days: [index + 1], from, to });
    }
  }
  return [...byHours.values()];
}

function minutesOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

function clockOf(minutes: number): string {
  if (minutes === dayMinutes) return '24:00';
  const padded = (value: number) => String(value).padStart(2, '0');
  return `${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}`;
}
