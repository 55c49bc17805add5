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
export type { Lineage } from '../server/plans/versions/lineage.ts';
