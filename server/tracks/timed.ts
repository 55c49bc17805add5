import { type E7, metresBetween } from '../geo/distance.ts';

type Timed = E7 & { readonly at: number };

/** Farthest that somebody played back may be from where the fixes say, at any instant. */
export const playedMetres = 6;

/**
 * Leaves out the fixes of a run that lie, at their own instant, within so many metres of the straight way in time between
 * those that stay: unlike a simplified line it keeps when somebody was where (TD-TR of Meratnia and de By 2004).
 */
export function thinInTime<F extends Timed>(run: readonly F[], toleranceMetres: number): F[] {
  if (run.length <= 2) return [...run];
  const stays = new Uint8Array(run.length);
  stays[0] = stays[run.length - 1] = 1;
  const parts: [first: number, last: number][] = [[0, run.length - 1]];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [first, last] = part;
    const farthest = farthestOf(run, first, last);
    if (farthest.metres <= toleranceMetres) continue;
    stays[farthest.index] = 1;
    parts.push([first, farthest.index], [farthest.index, last]);
  }
  return run.filter((_, index) => stays[index] === 1);
}

function farthestOf(run: readonly Timed[], first: number, last: number): { index: number; metres: number } {
  const [from, to] = [run[first] as Timed, run[last] as Timed];
  let farthest = { index: first, metres: 0 };
  for (let index = first + 1; index < last; index++) {
    const fix = run[index] as Timed;
    const metres = metresBetween(fix, between(from, to, fix.at));
    if (metres > farthest.metres) farthest = { index, metres };
  }
  return farthest;
}

/** Where somebody was at an instant who went straight and evenly from one fix to the other. */
function between(from: Timed, to: Timed, at: number): E7 {
  const share = to.at > from.at ? (at - from.at) / (to.at - from.at) : 0;
  return {
    lonE7: Math.round(from.lonE7 + (to.lonE7 - from.lonE7) * share),
    latE7: Math.round(from.latE7 + (to.latE7 - from.latE7) * share),
  };
}

/** A stretch of movement, compactly: the first fix, and of every further one how much it differs from the last. */
export type TimedRun = {
  /** Seconds since 1970, and millionths of a degree. */
  start: [at: number, lonE6: number, latE6: number];
  /** Seconds, and millionths of a degree east and north, one after the other. */
  steps: number[];
};

/** Packs a run; differences are of the rounded values, so that errors do not add up. */
export function packRun(run: readonly Timed[]): TimedRun {
  const rounded = run.map(({ at, lonE7, latE7 }): [number, number, number] => [
    Math.round(at / 1000),
    Math.round(lonE7 / 10),
    Math.round(latE7 / 10),
  ]);
  const steps: number[] = [];
  for (let index = 1; index < rounded.length; index++) {
    const [now, before] = [rounded[index], rounded[index - 1]];
    if (now && before) steps.push(now[0] - before[0], now[1] - before[1], now[2] - before[2]);
  }
  return { start: rounded[0] ?? [0, 0, 0], steps };
}
