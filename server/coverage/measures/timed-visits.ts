import type { VisitsRequirement } from '../../rules/rule.ts';
import type { Interval } from '../interval.ts';
import { judgeCalendar, type Lack } from './calendar.ts';
import { atLeastOf, type Counted, shortOf } from './counted.ts';
import type { Asked, Judged } from './judged.ts';
import { endingIn, orderedIn } from './ordered.ts';
import { dwellInside, type Present } from './present.ts';

const minuteMs = 60_000;

/** So many visits long enough in every window's hours, or in a share of the slots that they are cut into. */
export function judgeTimedVisits(
  requires: VisitsRequirement,
  presences: readonly Present[],
  asked: Asked,
): Judged {
  const { slots } = requires;
  return slots
    ? judgeSlots({ ...requires, slots }, presences, asked)
    : judgeHours(requires, presences, asked);
}

function judgeHours(
  { atLeast, minMinutes, per, hours }: VisitsRequirement,
  presences: readonly Present[],
  { starts, ordered, obligedFrom, period }: Asked,
): Judged {
  const countIn = (window: Interval) => {
    const parts = hours ? orderedIn(ordered, window) : [window];
    return presences.filter((present) => isLongEnough(present, parts, minMinutes)).length;
  };
  const lackOf = (window: Interval): Lack | null => {
    if (hours && endingIn(ordered, window).length === 0) return null;
    const missing = Math.max(0, atLeast - countIn(window));
    return { missing, short: missing / atLeast };
  };
  const judgement = judgeCalendar(starts, obligedFrom, period, lackOf);
  return {
    judgement,
    count: (): Counted => {
      const ended = windowsEnding(starts, obligedFrom, period).map(lackOf);
      const windows = ended.filter((lack) => lack !== null);
      return {
        what: 'visits',
        visits: countIn(period),
        atLeast,
        minMinutes,
        per,
        windows: { met: windows.filter(({ missing }) => missing === 0).length, of: windows.length },
      };
    },
  };
}

/** A visit counts in every window that it touches, if it was long enough in its hours. */
function isLongEnough(present: Present, parts: readonly Interval[], minMinutes: number): boolean {
  let dwell = 0;
  let touches = false;
  for (const part of parts) {
    if (present.leftAt <= part[0] || present.enteredAt >= part[1]) continue;
    touches = true;
    dwell += dwellInside(present, part);
  }
  return touches && dwell >= minMinutes * minuteMs;
}

function judgeSlots(
  { atLeast, minMinutes, slots }: VisitsRequirement & { slots: { minutes: number; share: number } },
  presences: readonly Present[],
  { starts, ordered, obligedFrom, period }: Asked,
): Judged {
  const slotsIn = (window: Interval) =>
    endingIn(ordered, window)
      .flatMap((one) => cut(one, slots.minutes))
      .filter(([from]) => from >= obligedFrom);
  const isMet = (slot: Interval) =>
    presences.filter((present) => isLongEnough(present, [slot], minMinutes)).length >= atLeast;
  const shareOf = (window: Interval) => {
    const all = slotsIn(window);
    return { met: all.filter(isMet).length, of: all.length };
  };
  const lackOf = (window: Interval): Lack | null => {
    const { met, of } = shareOf(window);
    if (of === 0) return null;
    const wanted = atLeastOf(slots.share, of);
    return { missing: Math.max(0, wanted - met), short: shortOf(met, wanted) };
  };
  return {
    judgement: judgeCalendar(starts, obligedFrom, period, lackOf),
    count: () => ({
      what: 'slots',
      slots: shareOf(period),
      share: slots.share,
      minMinutes,
      slotMinutes: slots.minutes,
    }),
  };
}

/** A window in equal slots as near to the wanted length as they can be. */
function cut([from, to]: Interval, minutes: number): Interval[] {
  const count = Math.max(1, Math.round((to - from) / (minutes * minuteMs)));
  const length = (to - from) / count;
  return Array.from(
    { length: count },
    (_, index): Interval => [from + index * length, from + (index + 1) * length],
  );
}

/** The calendar windows that ended in a period and for all of which the obligation held. */
function windowsEnding(starts: readonly number[], obligedFrom: number, [from, to]: Interval): Interval[] {
  return starts.flatMap((start, index): Interval[] => {
    const end = starts[index + 1];
    return end !== undefined && end > from && end <= to && start >= obligedFrom ? [[start, end]] : [];
  });
}
