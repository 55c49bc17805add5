import type { Thresholds } from './thresholds.ts';

/**
 * Why a fix is not used in lines and visits, as a bit set in `fixes.flags`. A bit keeps its meaning for ever.
 * The first three are judged from the neighbours and may change when a fix comes late; the others are of the fix alone.
 */
export const flag = {
  impossibleSpeed: 1,
  jump: 2,
  sameTime: 4,
  lowAccuracy: 8,
  nullIsland: 16,
  timeSuspect: 32,
  mockLocation: 64,
  /** A person says that it is good, whatever else is set. */
  restored: 128,
  /** A person says that it is wrong, whatever its neighbours are. */
  excluded: 256,
  /** The receiver itself said that it had no position. */
  notPositioned: 4096,
} as const;

const reasons: readonly [bit: number, reason: string][] = [
  [flag.impossibleSpeed, 'impossible-speed'],
  [flag.jump, 'jump'],
  [flag.sameTime, 'same-time'],
  [flag.lowAccuracy, 'low-accuracy'],
  [flag.nullIsland, 'null-island'],
  [flag.timeSuspect, 'time-suspect'],
  [flag.mockLocation, 'mock-location'],
  [flag.notPositioned, 'not-positioned'],
  [flag.excluded, 'excluded'],
];

const ownFlags =
  flag.lowAccuracy |
  flag.nullIsland |
  flag.timeSuspect |
  flag.mockLocation |
  flag.excluded |
  flag.notPositioned;

/** The bits that a fix has whatever its neighbours are; of a restored one all, for they are judged no more. */
export function ownFlagsOf(flags: number): number {
  return isRestored(flags) ? flags : flags & ownFlags;
}

export function isRestored(flags: number): boolean {
  return (flags & flag.restored) !== 0;
}

export function isExcluded(flags: number): boolean {
  return (flags & flag.excluded) !== 0;
}

/** True where the position is known too badly to say anything about presence. */
export function isPoor(accuracyMetres: number | null, { presenceAccuracyMetres }: Thresholds): boolean {
  return accuracyMetres !== null && accuracyMetres > presenceAccuracyMetres;
}

/** True where a fix takes part in lines and visits. */
export function isUsed(flags: number): boolean {
  return flags === 0 || isRestored(flags);
}

/** The same in SQL; pass a literal, never input. */
export function usedCondition(column: string): string {
  return `(${column} = 0 or ${column} & ${flag.restored} <> 0)`;
}

/** The stable names of the reasons. */
export function reasonsOf(flags: number): string[] {
  return reasons.filter(([bit]) => (flags & bit) !== 0).map(([, reason]) => reason);
}
