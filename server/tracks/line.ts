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

/**
 * A receiver at rest scatters about a middle that hardly moves, with a few positions further off; only the drawn line
 * is freed of it. What is stored, and the visits, go by every fix.
 */
const scatter = { metres: 40, strays: 2, forMs: 60_000, metresPerSecond: 0.3 } as const;

/** Fixes that stay within the scatter of a receiver at rest become one point in their middle. */
export function withoutScatter(run: readonly DrawnFix[]): DrawnFix[] {
  const line: DrawnFix[] = [];
  for (let first = 0; first < run.length; ) {
    const rest = run.slice(first, endOfRest(run, first));
    const isRest = isAtRest(rest);
    line.push(isRest ? middleOf(rest) : (run[first] as DrawnFix));
    first += isRest ? rest.length : 1;
  }
  return line;
}

/** Behind the last fix that lies about the middle of those before; one that strays counts where others come back. */
function endOfRest(run: readonly DrawnFix[], first: number): number {
  const { lonE7, latE7 } = run[first] as DrawnFix;
  const middle = { lonE7, latE7 };
  let count = 1;
  let end = first + 1;
  for (let next = end; next < run.length && next <= end + scatter.strays; next++) {
    const fix = run[next] as DrawnFix;
    if (metresBetween(middle, fix) > scatter.metres) continue;
    count++;
    middle.lonE7 += (fix.lonE7 - middle.lonE7) / count;
    middle.latE7 += (fix.latE7 - middle.latE7) / count;
    end = next + 1;
  }
  return end;
}

/** Long enough in one place, and no slow walk: the first third lies where the last does. */
function isAtRest(rest: readonly DrawnFix[]): boolean {
  const [begin, last] = [rest[0], rest.at(-1)];
  if (!begin || !last || rest.length < 3 || last.at - begin.at < scatter.forMs) return false;
  const third = Math.ceil(rest.length / 3);
  const [early, late] = [rest.slice(0, third), rest.slice(-third)];
  const elapsedMs = meanOf(late, ({ at }) => at) - meanOf(early, ({ at }) => at);
  return metresBetween(middleOf(early), middleOf(late)) * 1000 <= scatter.metresPerSecond * elapsedMs;
}

function middleOf(rest: readonly DrawnFix[]): DrawnFix {
  return {
    ...(rest[0] as DrawnFix),
    lonE7: Math.round(meanOf(rest, ({ lonE7 }) => lonE7)),
    latE7: Math.round(meanOf(rest, ({ latE7 }) => latE7)),
  };
}

function meanOf(rest: readonly DrawnFix[], value: (fix: DrawnFix) => number): number {
  return rest.reduce((sum, fix) => sum + value(fix), 0) / rest.length;
}
