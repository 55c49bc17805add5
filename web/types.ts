import type { Feature, FeatureCollection, Geometry, LineString, Point } from 'geojson';
import type { Role } from '../server/access/caller.ts';
import type { Session } from '../server/accounts/session-routes.ts';
import type { AreaFeature } from '../server/areas/area.ts';
import type { Gap } from '../server/coverage/gap.ts';
import type { CellFeature } from '../server/plans/plan.ts';

export type { Role } from '../server/access/caller.ts';
export type { AreaCollection, AreaKind } from '../server/areas/area.ts';
export type { CellDetail, VisitView } from '../server/coverage/cell-detail.ts';
export type { CellCoverage, Coverage } from '../server/coverage/coverage.ts';
export type { GapKind, GapList } from '../server/coverage/gap.ts';
export type { CellStatus } from '../server/coverage/status.ts';
export type { Plan } from '../server/plans/plan.ts';
export type { AreaFeature, CellFeature, Gap };
export type CellProperties = CellFeature['properties'];
export type AreaProperties = AreaFeature['properties'];

/** The shapes of the HTTP contract as the page reads them. */
export type User = Session['user'];
export type Grant = { role: Role; areaId: number | null };
export type Info = { name: string; version: string; timeZone: string; demo: boolean };

export type Paged<F extends Feature> = { type: 'FeatureCollection'; features: F[]; next: string | null };

export type Bounds = [west: number, south: number, east: number, north: number];

export type PersonRef = { id: number; name: string; kind: string };
export type TrackProperties = {
  kind: 'leg' | 'gap' | 'flagged';
  track: number;
  reasons?: string[];
};
export type TrackLines = FeatureCollection<LineString | Point, TrackProperties>;
export type Located = FeatureCollection<Geometry>;
