import { type E7, metresBetween } from '../geo/distance.ts';
import { isUsed } from './flag.ts';
import { legMetres } from './leg.ts';
import type { Thresholds } from './thresholds.ts';

/** A fix to draw, in order of time. One that is `hidden` lies on land that the viewer does not see. */
export type DrawnFix = E7 & {
  readonly at: number;
  readonly flags: number;
  readonly breakBefore: boolean;
  readonly hidden: boolean;
};

/** Runs of positions joined by legs, silences between them, and the fixes that are not used, or were restored. */
export type Drawing<F> = { runs: F[][]; gaps: [F, F][]; flagged: F[]; restored: F[] };

/**
 * What is known of a track: where the device moved from one fix to the next there is a run of legs, elsewhere a gap.
 * `leadIn` is the last good fix before, where a leg may join it to the first of the track.
 */
export function drawTrack<F extends DrawnFix>(
  thresholds: Thresholds,
  fixes: readonly F[],
  leadIn?: F,
): Drawing<F> {
  const drawing: Drawing<F> = { runs: [], gaps: [], flagged: [], restored: [] };
  let last = leadIn;
  let run: F[] | undefined;
  let broken = false;
  for (const fix of fixes) {
    broken ||= fix.breakBefore;
    if (fix.hidden) {
      run = last = undefined;
    } else if (!isUsed(fix.flags)) {
      drawing.flagged.push(fix);
    } else {
      const isJoined = last !== undefined && legMetres(thresholds, last, fix, broken) !== undefined;
      if (!run || !isJoined) {
        const leads = !run && isJoined && last !== undefined;
        if (run && last) drawing.gaps.push([last, fix]);
        run = leads && last ? [last] : [];
        drawing.runs.push(run);
      }
      run.push(fix);
      if (fix.flags !== 0) drawing.restored.push(fix);
      last = fix;
      broken = false;
    }
  }
  return drawing;
}

/** A receiver at rest scatters within this circle; only the drawn line is freed of it. */
const scatterMetres = 25;
const restMs = 60_000;

/** Fixes that stay within the scatter of the first of them for a while become one point in their middle. */
export function withoutScatter(run: readonly DrawnFix[]): DrawnFix[] {
  const line: DrawnFix[] = [];
  for (let first = 0; first < run.length; ) {
    const begin = run[first] as DrawnFix;
    let next = first + 1;
    while (next < run.length && metresBetween(begin, run[next] as DrawnFix) <= scatterMetres) next++;
    const rest = run.slice(first, next);
    const isRest = rest.length > 2 && (rest.at(-1) as DrawnFix).at - begin.at >= restMs;
    line.push(isRest ? middleOf(rest) : begin);
    first = isRest ? next : first + 1;
  }
  return line;
}

function middleOf(rest: readonly DrawnFix[]): DrawnFix {
  const mean = (value: (fix: DrawnFix) => number) =>
    Math.round(rest.reduce((sum, fix) => sum + value(fix), 0) / rest.length);
  return { ...(rest[0] as DrawnFix), lonE7: mean((fix) => fix.lonE7), latE7: mean((fix) => fix.latE7) };
}
