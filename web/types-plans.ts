import type { Feature, FeatureCollection, Geometry, LineString, MultiPolygon, Polygon } from 'geojson';
import type { CellFeature } from '../server/plans/plan.ts';
import type { AreaKind, Bounds } from './types.ts';

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

/** Who did something to a plan; null where the account is gone. */
export type Editor = { id: number; displayName: string } | null;

export type EditRecord = { id: number; kind: string; by: Editor; at: string };

export type EditAnswer = {
  edit: EditRecord | null;
  revision: number;
  removed: number[];
  changed: CellFeature[];
  caused: ProblemFeature[];
  cured: ProblemFeature[];
  undoable: boolean;
  redoable: boolean;
};

export type EditHistory = {
  edits: (EditRecord & { revision: number; undone: boolean })[];
  next: string | null;
  undoable: boolean;
  redoable: boolean;
};

/** What somebody else made of a cell after the revision that an edit was made on. */
export type EditConflict = { cell: number; by: Editor; at: string; kind: string; cells: CellFeature[] };

/** One of the ways to mend a finding. */
export type Repair = { choice: string; label: string };

export type ProblemFeature = Feature<
  Geometry,
  {
    kind: string;
    severity: 'error' | 'warning';
    cells: number[];
    areaSquareMetres?: number;
    message: string;
    repairs?: Repair[];
  }
> & { id: number };

export type ProblemList = FeatureCollection & {
  features: ProblemFeature[];
  next: string | null;
  errors: number;
  warnings: number;
};

export type RepairRequest = ({ all: true; kind?: string } | { problems: number[]; choice?: string }) & {
  preview?: boolean;
};

/** An edit of a plan as everybody in it is told. */
export type LiveEdit = {
  plan: number;
  revision: number;
  edit: { id: number; kind: string; by: Editor; own: boolean } | null;
  removed: number[];
  changed: number[];
};

export type CellPage = { features: CellFeature[]; next: string | null };
export type CellOutline = Polygon | MultiPolygon;

/** Imported lines or points: roads to snap to, seats of villages to grow cells around. */
export type ReferenceLayer = { id: number; name: string; kind: string; bounds?: Bounds | null };

export type GenerateMethod = 'square' | 'hex' | 'voronoi' | 'blocks' | 'balanced';
export type GenerateRequest = {
  method: GenerateMethod;
  ownerKind?: AreaKind;
  cellMetres?: number;
  count?: number;
  layer?: number;
  weight?: string;
  tolerance?: number;
  seed?: number;
};
export type GenerateAnswer = { created: number; revision: number };
export type Job = {
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** From 0 to 1. */
  progress: number;
  message: string | null;
  result: GenerateAnswer | null;
};
