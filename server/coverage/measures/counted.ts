import type { Interval } from '../interval.ts';

/** What a rule counted at a place, as its sentence says it. Instants in epoch ms. */
export type Counted =
  | {
      what: 'visits';
      visits: number;
      atLeast: number;
      minMinutes: number;
      per: 'day' | 'week' | 'month';
      windows: Share;
    }
  | { what: 'slots'; slots: Share; share: number; minMinutes: number; slotMinutes: number }
  | { what: 'revisit'; lastAt: number | null; dueAt: number; longestHours: number; everyHours: number }
  | { what: 'windows'; windows: Share; share: number; points: number | null; atLeast: number }
  | {
      what: 'time';
      mannedMs: number;
      orderedMs: number;
      hole: Interval | null;
      holeMinutes: number;
      share: number;
      points: number | null;
      atLeast: number;
    }
  | {
      what: 'points';
      points: Share;
      byWeight: number;
      share: number;
      days: number;
      pointKind: string | null;
      /** Labels, without names. */
      missing: readonly string[];
    }
  | {
      what: 'corridor';
      passedMetres: number;
      metres: number;
      share: number;
      atLeast: number;
      per: 'day' | 'week' | 'month';
      wait: { ms: number; atMetres: number } | null;
    }
  | {
      what: 'squares';
      squares: Share;
      share: number;
      minMetres: number;
      days: number;
      /** Since when the square that was not walked for longest was not; null where that is longer than is known. */
      oldestDays: number | null;
      /** C, and the probability of detection that follows from it (METHODS B3). */
      effort: number;
      detection: number;
    }
  | { what: 'sweep'; swept: number; share: number; widthMetres: number; days: number };

/** So many of so many. */
export type Share = { met: number; of: number };

/** How far what was found falls short of a share of what is asked: 0 is not at all, 1 is all of it. */
export function shortOf(found: number, asked: number): number {
  return asked <= 0 ? 0 : Math.min(1, Math.max(0, 1 - found / asked));
}

/** How many of a number a share of it is, rounded up; shares such as 0.95 of 20 are not held against anybody. */
export function atLeastOf(share: number, count: number): number {
  return Math.ceil(share * count - 1e-9);
}
