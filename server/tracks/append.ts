import type { Changes } from './derived-store.ts';
import type { ReadFix } from './fix.ts';
import type { Visit } from './presence.ts';
import {
  beginReading,
  type ResumePoint,
  readFix,
  resumePoint,
  type Surroundings,
  standing,
} from './reading.ts';
import { recut } from './recut.ts';
import { afterLast, packPoint } from './resume.ts';

/** What follows from fixes that all come after the device's last: their verdicts are set on them. */
export type Appended = {
  /** Fixes that wait from before and got another verdict. */
  rejudged: ReadFix[];
  changes: Changes;
};

/**
 * Goes on reading a device's fixes after the last. The cost is that of the new fixes, however long the track and the
 * visits are that they go on with.
 */
export function append(
  around: Surroundings,
  head: Omit<ResumePoint, 'at'> | undefined,
  fixes: readonly ReadFix[],
): Appended {
  const reading = beginReading(around, head?.derived, head?.waiting);
  const before = standing(reading);
  for (const fix of fixes) readFix(reading, fix);
  const after = standing(reading);
  const points = [...reading.resumePoints, resumePoint(reading, afterLast)];
  const cut = recut(before.tracks, after.tracks);
  return {
    rejudged: (head?.waiting ?? []).filter(({ judged, stored }) => judged !== stored),
    changes: {
      visits: after.visits.filter((visit) => !isSame(visit, before.visits.find(sameKey(visit)))),
      visitsGone: before.visits.filter((visit) => !after.visits.some(sameKey(visit))),
      tracks: after.tracks,
      tracksGone: cut.gone,
      tracksMoved: cut.moved,
      points: new Map(points.map((point) => [point.at, packPoint(point)])),
      pointsGone: [],
      touched: {
        from: head?.waiting[0]?.at ?? head?.derived.last?.at ?? fixes[0]?.at ?? afterLast,
        to: Number.POSITIVE_INFINITY,
      },
    },
  };
}

/** Bridged gaps are only ever added. */
function isSame(visit: Visit, before: Visit | undefined): boolean {
  return (
    before !== undefined &&
    visit.leftAt === before.leftAt &&
    visit.metres === before.metres &&
    visit.bridged.length === before.bridged.length &&
    visit.personId === before.personId &&
    visit.continued === before.continued
  );
}

function sameKey({ cellId, enteredAt }: Visit): (other: Visit) => boolean {
  return (other) => other.cellId === cellId && other.enteredAt === enteredAt;
}
