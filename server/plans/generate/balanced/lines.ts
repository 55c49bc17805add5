import type { LonLat } from '../../../geo/position.ts';

/** What a line is on the ground: how well a border follows it. */
export const lineKinds = [
  'river',
  'railway',
  'primary',
  'secondary',
  'minor',
  'ridge',
  'fence',
  'barrier',
] as const;
export type LineKind = (typeof lineKinds)[number];

export type Line = { kind: LineKind; points: readonly LonLat[] };

/**
 * What a metre of border along a line costs, where one without a line costs 1 (settings). A barrier, a river without a
 * bridge, must not run inside of a cell: every metre that does costs five more, which is written as a gain of the border.
 */
export const lineFactors: Record<LineKind, number> = {
  river: 0.2,
  railway: 0.2,
  primary: 0.2,
  secondary: 0.4,
  ridge: 0.4,
  fence: 0.7,
  minor: 0.7,
  barrier: 0.2 - 5,
};
