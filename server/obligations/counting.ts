import type { Interval } from '../coverage/interval.ts';
import type { StaffingRequirement } from '../rules/rule.ts';
import { fitAtPlace, fitOf } from './fit.ts';
import { merged } from './interval.ts';
import type { Reach } from './reach.ts';
import type { Relatives } from './relation.ts';
import type { Staff } from './staff.ts';

/** When somebody counts at a place; in order and disjoint. `slot` is that of the person. */
export type Counting = { slot: number; spans: Interval[] };

/** What a requirement makes of people and their rows. Fits are worked out once a person. */
export type Counter = {
  /** How many count at an instant, and until when that is so for certain: the first end among them. */
  countAt: (place: number, at: number) => { count: number; until: number };
  /** How many different people count at some time of a half-open period. */
  countDuring: (place: number, period: Interval) => number;
  /** Everybody who counts at the place at any time. */
  countingAt: (place: number) => Counting[];
  forget: (slot: number) => void;
};

export function counterOf(
  staff: Staff,
  reach: Reach,
  requires: StaffingRequirement,
  relatives: Relatives,
): Counter {
  // Filled first: written here and there, it would become a table of hashes, which is ten times slower.
  const fits = new Array<readonly Interval[] | undefined>(staff.facts.length).fill(undefined);
  const fitOfSlot = (slot: number): readonly Interval[] => {
    const known = fits[slot];
    if (known) return known;
    const person = staff.facts[slot];
    const fit = person ? fitOf(person, requires) : [];
    fits[slot] = fit;
    return fit;
  };
  const fitAt = (slot: number, place: number) =>
    fitAtPlace(fitOfSlot(slot), staff.facts[slot], requires, place, relatives);
  // Who was counted already at the place that is being counted.
  let stamps = new Int32Array(1_024);
  let stamp = 0;
  const isCounted = (slot: number): boolean => {
    if (slot >= stamps.length) stamps = widened(stamps, slot);
    const isKnown = stamps[slot] === stamp;
    stamps[slot] = stamp;
    return isKnown;
  };
  const { role } = requires;
  return {
    countAt: (place, at) => {
      const code = role === undefined ? null : staff.roleCode(role);
      let count = 0;
      let until = Number.POSITIVE_INFINITY;
      stamp++;
      reach.forEachRow(place, (row, from, to) => {
        if (code !== null && staff.role[row] !== code) return;
        const [begin, end] = [Math.max(staff.from[row] ?? 0, from), Math.min(staff.to[row] ?? 0, to)];
        if (begin > at || end <= at) return;
        const slot = staff.person[row] ?? -1;
        const span = spanAt(fitAt(slot, place), at);
        if (!span || isCounted(slot)) return;
        count++;
        until = Math.min(until, end, span[1]);
      });
      return { count, until };
    },
    countDuring: (place, period) => {
      const code = role === undefined ? null : staff.roleCode(role);
      let count = 0;
      stamp++;
      reach.forEachRow(place, (row, from, to) => {
        if (code !== null && staff.role[row] !== code) return;
        const begin = Math.max(staff.from[row] ?? 0, from, period[0]);
        const end = Math.min(staff.to[row] ?? 0, to, period[1]);
        const slot = staff.person[row] ?? -1;
        if (begin < end && meets(fitAt(slot, place), begin, end) && !isCounted(slot)) count++;
      });
      return count;
    },
    countingAt: (place) => {
      const code = role === undefined ? null : staff.roleCode(role);
      const spans = new Map<number, Interval[]>();
      reach.forEachRow(place, (row, from, to) => {
        if (code !== null && staff.role[row] !== code) return;
        const slot = staff.person[row] ?? -1;
        const [begin, end] = [Math.max(staff.from[row] ?? 0, from), Math.min(staff.to[row] ?? 0, to)];
        for (const [fitFrom, fitTo] of fitAt(slot, place)) {
          const span: Interval = [Math.max(begin, fitFrom), Math.min(end, fitTo)];
          if (span[0] >= span[1]) continue;
          const known = spans.get(slot);
          if (known) known.push(span);
          else spans.set(slot, [span]);
        }
      });
      return [...spans].map(([slot, found]) => ({ slot, spans: merged(found) }));
    },
    forget: (slot) => {
      fits[slot] = undefined;
    },
  };
}

function spanAt(spans: readonly Interval[], at: number): Interval | undefined {
  for (const span of spans) if (span[0] <= at && at < span[1]) return span;
  return undefined;
}

function meets(spans: readonly Interval[], from: number, to: number): boolean {
  for (const span of spans) if (span[0] < to && span[1] > from) return true;
  return false;
}

function widened(stamps: Int32Array<ArrayBuffer>, slot: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(Math.max(slot + 1, stamps.length * 2));
  wider.set(stamps);
  return wider;
}
