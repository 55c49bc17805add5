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
};

export const initialAdjust: AdjustValues = {
  ownerAreaId: null,
  points: '',
  lines: '',
  tolerancePercent: 10,
  seed: '',
  locks: true,
};

/** What is sent: the fields that are filled in. */
export function adjustRequestOf(values: AdjustValues, selected: readonly number[]): AdjustRequest {
  const { ownerAreaId, points, lines, tolerancePercent, seed, locks } = values;
  return {
    ...(ownerAreaId !== null && { ownerAreaId }),
    ...(points !== '' && { points: Number(points) }),
    ...(lines !== '' && { lines: Number(lines) }),
    ...(seed !== '' && { seed: Number(seed) }),
    ...(locks && selected.length > 0 && { locked: [...selected] }),
    tolerance: Number(tolerancePercent) / 100,
  };
}
