import type { Feature, FeatureCollection, Geometry, LineString, MultiPolygon, Point, Polygon } from 'geojson';

/** The shapes of the HTTP contract as the page reads them. */
export type Role = 'admin' | 'planner' | 'chief' | 'officer' | 'volunteer' | 'viewer';
export type Grant = { role: Role; areaId: number | null };
export type User = {
  id: number;
  username: string;
  displayName: string;
  personId?: number | null;
  grants: Grant[];
};
export type Info = { name: string; version: string; timeZone: string; demo: boolean };

export type AreaKind =
  | 'prefecture'
  | 'district'
  | 'township'
  | 'village'
  | 'community'
  | 'forest'
  | 'station';
export type AreaProperties = {
  kind: AreaKind;
  code: string | null;
  name: string;
  parentId: number | null;
  households: number | null;
  population: number | null;
};
export type AreaFeature = Feature<Polygon | MultiPolygon, AreaProperties> & { id: number };
export type Paged<F extends Feature> = { type: 'FeatureCollection'; features: F[]; next: string | null };
export type AreaCollection = Paged<AreaFeature>;

export type Bounds = [west: number, south: number, east: number, north: number];
export type PlanStatus = 'draft' | 'published' | 'retired';
export type Plan = {
  id: number;
  name: string;
  layer: 'community' | 'police';
  status: PlanStatus;
  revision: number;
  scopeAreaId: number | null;
  from: string | null;
  to: string | null;
  cells: number;
  bounds: Bounds | null;
};
export type CellProperties = {
  planId: number;
  code: string;
  name: string | null;
  ownerAreaId: number | null;
  usage: string | null;
  class: 'basic' | 'dedicated';
  areaSquareMetres: number;
  households?: number | null;
  enclave: boolean;
};
export type CellFeature = Feature<Polygon, CellProperties> & { id: number };

export type CellStatus = 'met' | 'late' | 'unmet' | 'never' | 'no-data' | 'excluded';
export type CellCoverage = {
  cell: number;
  code: string;
  name?: string;
  officers: number;
  volunteers: number;
  visits: number;
  lastVisitAt: string | null;
  dwellSeconds: number;
  bridgedSeconds: number;
  metres: number;
  sweptShare: number | null;
  status: CellStatus;
};
export type Coverage = { plan: number | null; from: string; to: string; cells: CellCoverage[] };

export type Gap = {
  id: string;
  kind: string;
  cell?: number | null;
  area?: number | null;
  rule?: number | null;
  since: string | null;
  severity: number;
  message: string;
  remedies: unknown[];
};

export type PersonRef = { id: number; name: string; kind: string };
export type CellDetail = {
  cell: CellFeature;
  assignments: { id: number; person: PersonRef; role: string; from: string; to: string | null }[];
  onDuty: { id: number; person: PersonRef; from: string; to: string | null }[];
  visits: {
    enteredAt: string;
    leftAt: string;
    person: PersonRef | null;
    device: string | null;
    dwellSeconds: number;
    metres: number;
  }[];
  gaps: Gap[];
};

export type TrackProperties = {
  kind: 'leg' | 'gap' | 'flagged';
  track: number;
  reasons?: string[];
};
export type TrackLines = FeatureCollection<LineString | Point, TrackProperties>;
export type Located = FeatureCollection<Geometry>;
