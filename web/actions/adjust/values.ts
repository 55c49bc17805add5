import type { AdjustRequest } from '../../types-plans.ts';

/** The form of the dialog that adjusts cells. */
export type AdjustValues = {
  ownerAreaId: number | null;
  points: string;
  lines: string;
  tolerancePercent: number | string;
  seed: number | string;
  /** Whether the selected cells keep their outline. */
  locks: boolean;
  /** Whether the locked borders stay. */
  locksBorders: boolean;
};

export const initialAdjust: AdjustValues = {
  ownerAreaId: null,
  points: '',
  lines: '',
  tolerancePercent: 10,
  seed: '',
  locks: true,
  locksBorders: true,
};

/** What can be kept as it is: cells that are selected, and borders between two cells that are locked. */
export type Lockable = {
  selected: readonly number[];
  lockedBorders: readonly (readonly [number, number])[];
};

/** What is sent: the fields that are filled in. */
export function adjustRequestOf(values: AdjustValues, lockable: Lockable): AdjustRequest {
  const { ownerAreaId, points, lines, tolerancePercent, seed, locks, locksBorders } = values;
  const { selected, lockedBorders } = lockable;
  return {
    ...(ownerAreaId !== null && { ownerAreaId }),
    ...(points !== '' && { points: Number(points) }),
    ...(lines !== '' && { lines: Number(lines) }),
    ...(seed !== '' && { seed: Number(seed) }),
    ...(locks && selected.length > 0 && { locked: [...selected] }),
    ...(locksBorders &&
      lockedBorders.length > 0 && { lockedBorders: lockedBorders.map(([a, b]): [number, number] => [a, b]) }),
    tolerance: Number(tolerancePercent) / 100,
  };
}
