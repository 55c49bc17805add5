import type { ReadFix } from './fix.ts';
import type { Visit } from './presence.ts';
import type { Derived, ResumePoint } from './reading.ts';
import type { Stay, Track } from './track.ts';

/** Raised when the state means something else: points of an older form are then left aside. */
const form = 1;

/** The instant of the point after a device's last fix. */
export const afterLast = Number.POSITIVE_INFINITY;

export type Packed = {
  form: number;
  lastAt: number | null;
  last: [at: number, lonE7: number, latE7: number, personId: number | null, cells: readonly number[]] | null;
  broken: boolean;
  track: Track | null;
  stay: Stay | null;
  visits: Visit[];
  waiting: PackedFix[];
};
type PackedFix = [
  at: number,
  lonE7: number,
  latE7: number,
  accuracyMetres: number | null,
  breakBefore: 0 | 1,
  own: number,
  judged: number,
];

/**
 * The state as it is stored. Of the waiting fixes the verdicts are kept after the last fix only: before an hour they
 * would not be those that the fixes after it led to.
 */
export function packPoint({ derived, waiting, at }: ResumePoint): Packed {
  const { last, lastAt, track, stay } = derived;
  const isHead = at === afterLast;
  return {
    form,
    lastAt: lastAt ?? null,
    last: last ? [last.at, last.lonE7, last.latE7, last.personId, last.cells] : null,
    broken: derived.broken,
    track: track ?? null,
    stay: stay ?? null,
    visits: [...derived.visits.values()],
    waiting: waiting.map((fix) => packFix(fix, isHead ? fix.judged : fix.own)),
  };
}

/** Undefined for a state of another form. */
export function unpackPoint(stored: unknown): Omit<ResumePoint, 'at'> | undefined {
  const packed = stored as Packed;
  if (packed?.form !== form) return undefined;
  const derived: Derived = {
    lastAt: packed.lastAt ?? undefined,
    last: packed.last
      ? {
          at: packed.last[0],
          lonE7: packed.last[1],
          latE7: packed.last[2],
          personId: packed.last[3],
          cells: packed.last[4],
        }
      : undefined,
    broken: packed.broken,
    track: packed.track ?? undefined,
    stay: packed.stay ?? undefined,
    visits: new Map(packed.visits.map((visit) => [visit.cellId, visit])),
  };
  return { derived, waiting: packed.waiting.map(unpackFix) };
}

function packFix(fix: ReadFix, judged: number): PackedFix {
  return [fix.at, fix.lonE7, fix.latE7, fix.accuracyMetres, fix.breakBefore ? 1 : 0, fix.own, judged];
}

function unpackFix([at, lonE7, latE7, accuracyMetres, breakBefore, own, judged]: PackedFix): ReadFix {
  return {
    at,
    lonE7,
    latE7,
    accuracyMetres,
    breakBefore: breakBefore === 1,
    own,
    stored: judged,
    judged,
  };
}
