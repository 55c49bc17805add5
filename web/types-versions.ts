import type { MismatchKind } from '../server/plans/crosswalk/crosswalk.ts';

export type {
  Crosswalk,
  Mismatches,
  MismatchKind,
  PairClass,
} from '../server/plans/crosswalk/crosswalk.ts';
export type {
  ChangedCell,
  ChangeKind,
  DifferenceFeatures,
  Touched,
} from '../server/plans/versions/difference.ts';

/** Mismatches to move borders of a police draft for: some by their ids, or all of a kind. */
export type SnapRequest = { all: true; kind: MismatchKind } | { mismatches: number[] };
export type { Lineage } from '../server/plans/versions/lineage.ts';
