const dayMillis = 86_400_000;
/** So many days the server counts at once. */
export const mostDays = 400;
const fewestDays = 28;

/** Days side by side, from the first, as ISO dates. */
export type Span = { first: string; days: number };
/** The chosen days by their place in the span, both included; a part of them may lie outside. */
export type Chosen = { first: number; last: number };

const millisOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** How many days `to` lies after `from`. */
export const daysBetween = (from: string, to: string) =>
  Math.round((millisOf(to) - millisOf(from)) / dayMillis);

const firstDay = '0001-01-01';
const lastDay = '9999-12-30';

/** The day so many after another, within the years that can be written. */
export function dayAt(first: string, days: number): string {
  const at = Math.min(Math.max(millisOf(first) + days * dayMillis, millisOf(firstDay)), millisOf(lastDay));
  return new Date(at).toISOString().slice(0, 10);
}

/**
 * The days to show about the days of a period, both included: three times as many, at least four weeks, ending today at
 * the latest unless the period goes on. Of a period too long to be shown, its last part.
 */
export function spanOf(from: string, to: string, today: string): Span {
  const length = daysBetween(from, to) + 1;
  const days = Math.min(mostDays, Math.max(fewestDays, Math.min(length * 3, 184), length));
  const after = Math.floor((days - Math.min(length, days)) / 2);
  const latest = to > today ? to : today;
  const end = daysBetween(dayAt(to, after), latest) < 0 ? latest : dayAt(to, after);
  return { first: dayAt(end, 1 - days), days };
}

/** The span moved so that it shows the day, by no more than it takes. */
export function shifted(span: Span, by: number, today: string): Span {
  const latest = Math.max(daysBetween(span.first, today) - span.days + 1, 0);
  return { ...span, first: dayAt(span.first, Math.min(by, latest)) };
}

/** Where the days of a period lie in the span. */
export function chosenOf({ first }: Span, from: string, to: string): Chosen {
  return { first: daysBetween(first, from), last: daysBetween(first, to) };
}

/** What dragging from one day to another chooses, in either direction, within the span. */
export function dragged(start: number, end: number, { days }: Span): Chosen {
  const within = (place: number) => Math.min(Math.max(place, 0), days - 1);
  return { first: within(Math.min(start, end)), last: within(Math.max(start, end)) };
}

/** One end of the choice moved by some days; the ends never pass each other. */
export function moved(chosen: Chosen, end: 'first' | 'last', by: number, { days }: Span): Chosen {
  const place = Math.min(Math.max(chosen[end] + by, 0), days - 1);
  return end === 'first'
    ? { ...chosen, first: Math.min(place, chosen.last) }
    : { ...chosen, last: Math.max(place, chosen.first) };
}

/** The half-open period of dates that a choice stands for. */
export function periodOf({ first }: Span, chosen: Chosen): { from: string; to: string } {
  return { from: dayAt(first, chosen.first), to: dayAt(first, chosen.last + 1) };
}

/**
 * The same number of days just before, or the same weeks of last year: 364 days earlier, on the same weekdays. Undefined
 * where that would begin before the year 1.
 */
export function comparedPeriod(
  { from, to }: { from: string; to: string },
  comparison: 'before' | 'year',
): { from: string; to: string } | undefined {
  const isDates = !from.includes('T');
  const back = comparison === 'year' ? 364 * dayMillis : Date.parse(to) - Date.parse(from);
  if (Date.parse(from) - back < millisOf(firstDay)) return undefined;
  const earlier = (at: string) => {
    const text = new Date(Date.parse(at) - back).toISOString();
    return isDates ? text.slice(0, 10) : text;
  };
  return { from: earlier(from), to: earlier(to) };
}

const labelPixels = 58;
/** Of a label without a year, half; of the first, which begins at the edge and has one, all with some room behind. */
const halfLabelPixels = 17;
const firstLabelPixels = 70;

/** Which of the days side by side have their date below them, so that no date covers another or is cut off. */
export function labelledDays(days: number, width: number): number[] {
  const perDay = Math.max(1, width) / days;
  const every = Math.max(1, Math.ceil(labelPixels / perDay));
  const indices = Array.from({ length: Math.ceil(days / every) }, (_, index) => index * every);
  const middle = (index: number) => (index + 0.5) * perDay;
  return indices.filter(
    (index) =>
      index === 0 ||
      (middle(index) >= firstLabelPixels + halfLabelPixels && middle(index) + halfLabelPixels <= width),
  );
}
