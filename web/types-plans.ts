import type { Feature, FeatureCollection, Geometry, LineString, Polygon } from 'geojson';
import type * as Server from '../server/plans/edits/edit.ts';
import type * as Plans from '../server/plans/plan.ts';
import type { CellFeature } from '../server/plans/plan.ts';

export type { EditList } from '../server/plans/edits/edit.ts';
export type { CellFeature } from '../server/plans/plan.ts';

type LonLat = [lon: number, lat: number];

/** What can be set of a cell besides its outline; absent leaves a value as it is, null clears it. */
export type CellSettings = {
  code?: string;
  name?: string;
  usage?: string | null;
  class?: 'basic' | 'dedicated';
  enclave?: boolean;
  households?: number | null;
  ownerAreaId?: number | null;
};

/** One edit as the server takes it; ids are those of the revision it was made on. */
export type Edit =
  | { kind: 'draw'; polygon: Polygon; exclusion?: true; set?: CellSettings }
  | { kind: 'split'; cells: number[]; line: LineString }
  | { kind: 'merge'; cells: number[]; keep?: number }
  | { kind: 'delete'; cells: number[]; heir?: number | 'longest-border' }
  | { kind: 'reshape'; cell: number; line: LineString }
  | {
      kind: 'reshape';
      moves: { from: LonLat; to: LonLat }[];
      inserts: { a: LonLat; b: LonLat; at: LonLat }[];
      removes: LonLat[];
    }
  | { kind: 'set'; cells: number[]; set: CellSettings };

export type EditAnswer = Omit<Server.EditAnswer, 'caused' | 'cured'> & {
  caused: ProblemFeature[];
  cured: ProblemFeature[];
};

/** What somebody else made of a cell after the revision that an edit was made on; `by` is null where the account is gone. */
export type EditConflict = {
  cell: number;
  by: string | null;
  at: string;
  kind: string;
  cells: CellFeature[];
};

export type ProblemFeature = Feature<
  Geometry,
  {
    /** The same in later revisions while the problem is. */
    key: string;
    kind: string;
    severity: 'error' | 'warning';
    cells: number[];
    areaSquareMetres?: number;
    message: string;
  }
> & { id: number };

export type ProblemList = Omit<FeatureCollection, 'features'> & {
  features: ProblemFeature[];
  next: string | null;
  errors: number;
  warnings: number;
};

/** How a finding is mended: one of the ways of its kind, or the cell that gets or keeps the land. */
export type RepairChoice = 'neighbour' | 'split' | 'cell' | 'exclusion' | 'parts' | 'enclave' | number;

/** `revision` is that of the problems, which are named by their keys. */
export type RepairRequest = (
  | { all: true; kind?: string; choice?: 'split' }
  | { problems: string[]; choice?: RepairChoice }
) & {
  revision: number;
  preview?: boolean;
  /** Answered at once with the number of a run. */
  job?: boolean;
};
export type RepairAnswer = EditAnswer | { job: number };

/** Why nothing more is told of a plan. */
export type LiveEnd = 'deleted' | 'published' | 'signed-out';

/** An edit of a plan, or its undoing, as everybody in it is told. */
export type LiveEdit = {
  plan: number;
  revision: number;
  edit: { id: number; kind: string; by: string | null; undone: boolean; own: boolean };
  removed: number[];
  changed: number[];
};

export type CellPage = { features: CellFeature[]; next: string | null };

export type LayerPage = FeatureCollection & { next: string | null };

export const generateMethods = ['square', 'hex', 'voronoi', 'blocks', 'balanced'] as const;
export type GenerateMethod = (typeof generateMethods)[number];

export type { Adjusted, AdjustRequest } from '../server/plans/generate/adjust.ts';
export type { Balance, Generated, GenerateRequest } from '../server/plans/plan.ts';

/** A long run is answered at once, and asked after by its number. */
export type GenerateAnswer = Plans.Generated | { job: number };

export type Job<Result = unknown> = {
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** From 0 to 1. */
  progress: number;
  message: string | null;
  result: Result | null;
};
