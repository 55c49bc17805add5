import type { CorridorRequirement } from '../../rules/rule.ts';
import { clip, type Interval, lengthOf } from '../interval.ts';
import { judgeCalendar, type Lack, nothingLacks } from './calendar.ts';
import { type Counted, shortOf } from './counted.ts';
import type { Asked, Judged } from './judged.ts';
import { orderedIn } from './ordered.ts';

/** Who passes again so soon, or with another, has passed once: two who go together are one patrol. */
const togetherMs = 180_000;

/** A piece of the road, and when it was passed, in order. Pieces follow one another along the road. */
export type AskedPiece = { metres: number; passedAt: readonly number[] };

/** METHODS B3: F, the length that was passed often enough, and the longest wait. */
export function judgeCorridor(
  requires: CorridorRequirement,
  pieces: readonly AskedPiece[],
  { starts, ordered, obligedFrom, period }: Asked,
): Judged {
  const { share, atLeast, per } = requires;
  const metres = pieces.reduce((sum, piece) => sum + piece.metres, 0);
  const passedIn = (window: Interval) => {
    const parts = orderedIn(ordered, window);
    if (parts.length === 0) return null;
    return pieces.reduce((sum, piece) => sum + (passesIn(piece, parts) >= atLeast ? piece.metres : 0), 0);
  };
  const lackOf = (window: Interval): Lack | null => {
    const passed = metres === 0 ? null : passedIn(window);
    if (passed === null) return null;
    if (passed >= share * metres - 1e-6) return nothingLacks;
    return {
      missing: Math.ceil(share * metres - passed),
      short: shortOf(passed, share * metres),
      reached: { share: passed / metres, asked: share, met: passed, of: metres },
    };
  };
  return {
    judgement: judgeCalendar(starts, obligedFrom, period, lackOf),
    count: (): Counted => {
      const window = lastWindow(starts, period);
      return {
        what: 'corridor',
        passedMetres: passedIn(window) ?? 0,
        metres,
        share,
        atLeast,
        per,
        wait: longestWait(pieces, orderedIn(ordered, period)),
      };
    },
  };
}

/** The last that ended in the period, else what of the running one lies in it. */
function lastWindow(starts: readonly number[], [from, to]: Interval): Interval {
  const index = starts.findLastIndex((start) => start <= to) - 1;
  const [start, end] = [starts[index], starts[index + 1]];
  return start !== undefined && end !== undefined && end > from ? [start, end] : [from, to];
}

function passesIn({ passedAt }: AskedPiece, parts: readonly Interval[]): number {
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const at of passedAt) {
    if (!parts.some(([from, to]) => from <= at && at < to)) continue;
    if (at - last > togetherMs) count++;
    last = at;
  }
  return count;
}

/** The longest that a piece waited for the next pass in the ordered time, both ends of it included. */
function longestWait(
  pieces: readonly AskedPiece[],
  parts: readonly Interval[],
): { ms: number; atMetres: number } | null {
  let longest: { ms: number; atMetres: number } | null = null;
  let along = 0;
  const [from, to] = [parts[0]?.[0], parts.at(-1)?.[1]];
  if (from === undefined || to === undefined) return null;
  for (const { metres, passedAt } of pieces) {
    let last = from;
    for (const at of [...passedAt.filter((one) => one >= from && one < to), to]) {
      const ms = lengthOf(clip(parts, [last, at]));
      if (longest === null || ms > longest.ms) longest = { ms, atMetres: along + metres / 2 };
      last = at;
    }
    along += metres;
  }
  return longest;
}
