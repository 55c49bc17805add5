import type { CostParts } from './cost.ts';
import type { Filter } from './filter.ts';
import type { Relaxation } from './relax.ts';

/** Somebody for a place, and everything that explains why. */
export type Suggestion = {
  personId: number;
  cellId: number | null;
  areaId: number | null;
  role: string;
  /** The gaps that it fills a place of. */
  gapIds: string[];
  cost: CostParts;
  /** From where the person usually is; null where that is not known. */
  kilometres: number | null;
  from: 'home' | 'cell' | 'team' | 'station' | null;
  fromPosition: readonly [lon: number, lat: number] | null;
  /** Places before and after. */
  loadBefore: number;
  loadAfter: number;
  /** 1 is the cheapest of all who may; 1 the cheapest of the posts that the person may get. */
  rankForPost: number;
  rankForPerson: number;
  /** Who would come instead, and what the whole would cost more; null where not worked out. */
  runnerUpId: number | null;
  margin: number | null;
  /** Cheaper people who may, and are sent elsewhere: what binds. */
  takenIds: number[];
  /** Rules by which those are sent elsewhere. */
  bindingRuleIds: number[];
};

export type Unmet = {
  gapId: string;
  missing: number;
  /** Everybody who does not fill it, counted by the first reason. */
  reasons: { filter: Filter; count: number }[];
  relaxation: Relaxation;
};

/** The posts of a township, where people count for several, that were too many to be solved at once. */
export type InParts = { townshipId: number | null; posts: number; parts: number };

export type Solution = { suggestions: Suggestion[]; unmet: Unmet[]; inParts: InParts[] };
