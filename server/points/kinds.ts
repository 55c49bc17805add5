/** What a place to be visited is: without names, a number on a door at most. */
export const pointKinds = ['household', 'post', 'gate', 'checkpoint', 'tower', 'camp', 'other'] as const;
export type PointKind = (typeof pointKinds)[number];

/** Within what distance somebody is there, where a point does not say it itself. METHODS B3. */
export const usualRadiusMetres: Readonly<Record<PointKind, number>> = {
  household: 100,
  post: 50,
  gate: 50,
  checkpoint: 100,
  tower: 100,
  camp: 100,
  other: 100,
};
