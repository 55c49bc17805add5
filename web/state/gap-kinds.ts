import type { GapKind } from '../types.ts';

/** The land that nobody answers for first, what is only late last. */
export const gapKinds: GapKind[] = [
  'unassigned-land',
  'never-visited',
  'no-officer',
  'short-staffed',
  'overdue',
  'under-visited',
  'unmanned',
  'points-missed',
  'road-unpassed',
  'under-swept',
  'too-far',
];

export const findGapKind = (text: string | null) => gapKinds.find((kind) => kind === text);
