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
} as const;

const reasons: readonly [bit: number, reason: string][] = [
  [flag.impossibleSpeed, 'impossible-speed'],
  [flag.jump, 'jump'],
  [flag.sameTime, 'same-time'],
  [flag.lowAccuracy, 'low-accuracy'],
  [flag.nullIsland, 'null-island'],
  [flag.timeSuspect, 'time-suspect'],
  [flag.mockLocation, 'mock-location'],
];

/** The bits that a fix has whatever its neighbours are. */
export const ownFlags = flag.lowAccuracy | flag.nullIsland | flag.timeSuspect | flag.mockLocation;

/** The stable names of the bits. */
export function reasonsOf(flags: number): string[] {
  return reasons.filter(([bit]) => (flags & bit) !== 0).map(([, reason]) => reason);
}
