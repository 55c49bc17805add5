import type { E7 } from '../geo/distance.ts';
import { isUsed } from '../tracks/flag.ts';
import { legMetres } from '../tracks/leg.ts';
import {
  endVisits,
  type OpenVisits,
  type Place,
  type Visit,
  visitAcrossGap,
  visitAlongLeg,
} from '../tracks/presence.ts';
import type { Thresholds } from '../tracks/thresholds.ts';
import type { HeardFix } from './near-queries.ts';

/** Places that a fix may lie in: the outline, and the part of it that is the viewer's own land. */
export const zone = { outline: 0, ownLand: 1 } as const;

/** A run of positions joined by legs, every one of which lies in the zone. */
export type Run = { zone: number; personId: number | null; points: (E7 & { at: number })[] };

/** What came of a device's fixes. */
export type Found = { visits: Visit[]; runs: Run[] };

type Surroundings = {
  thresholds: Thresholds;
  carrierAt: (at: number) => number | null;
  /** The zones that hold a position, in degrees times 1e7. */
  zonesAt: (lonE7: number, latE7: number) => readonly number[];
};

/**
 * Reads stored fixes of one device in order, and finds its stays in the zones as if these were cells (METHODS B2). The
 * verdicts are those that are stored, so that reading may begin anywhere; `end` closes what is open.
 */
export function presenceReader({ thresholds, carrierAt, zonesAt }: Surroundings) {
  const pauseMs = thresholds.pauseSeconds * 1000;
  const found: Found = { visits: [], runs: [] };
  const open: OpenVisits = new Map();
  const running = new Map<number, Run>();
  let lastAt: number | undefined;
  let last: Place | undefined;
  let broken = false;

  const pause = () => {
    endVisits(open, found.visits);
    running.clear();
    last = undefined;
    broken = false;
  };
  const arrive = (place: Place) => {
    const from = last;
    last = place;
    if (!from) return;
    const isSameCarrier = from.personId === place.personId;
    const metres = isSameCarrier ? legMetres(thresholds, from, place, broken) : undefined;
    if (metres === undefined) {
      visitAcrossGap(thresholds, open, found.visits, from, place);
      running.clear();
    } else {
      visitAlongLeg(thresholds, open, found.visits, from, place, metres);
      goOnRuns(found.runs, running, from, place);
    }
  };
  return {
    read: ({ at, lonE7, latE7, flags, breakBefore }: HeardFix) => {
      if (lastAt !== undefined && at - lastAt > pauseMs) pause();
      lastAt = at;
      broken ||= breakBefore;
      if (!isUsed(flags)) return;
      arrive({ at, lonE7, latE7, personId: carrierAt(at), cells: zonesAt(lonE7, latE7) });
      broken = false;
    },
    end: (): Found => {
      pause();
      lastAt = undefined;
      return found;
    },
  };
}

/** A leg with both ends in a zone goes on with the run there; one that leaves it ends the run. */
function goOnRuns(runs: Run[], running: Map<number, Run>, from: Place, to: Place): void {
  for (const [inZone] of running) if (!to.cells.includes(inZone)) running.delete(inZone);
  for (const inZone of to.cells) {
    if (!from.cells.includes(inZone)) continue;
    let run = running.get(inZone);
    if (!run) {
      run = { zone: inZone, personId: to.personId, points: [from] };
      running.set(inZone, run);
      runs.push(run);
    }
    run.points.push(to);
  }
}
