import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import type { Role } from '../server/access/caller.ts';
import type { Session } from '../server/accounts/session-routes.ts';
import type { AreaFeature } from '../server/areas/area.ts';
import type { Gap } from '../server/coverage/gap.ts';
import type { CellFeature } from '../server/plans/plan.ts';

export type { Role } from '../server/access/caller.ts';
export type { AreaCollection, AreaKind } from '../server/areas/area.ts';
export type { CellDetail } from '../server/coverage/cell-detail.ts';
export type { CellCoverage, Coverage } from '../server/coverage/coverage.ts';
export type { GapKind, GapList } from '../server/coverage/gap.ts';
export type { CoverageStates } from '../server/coverage/states.ts';
export type { CellStatus } from '../server/coverage/status.ts';
export type { Plan } from '../server/plans/plan.ts';
export type { AreaFeature, Gap };
export type CellProperties = CellFeature['properties'];
export type AreaProperties = AreaFeature['properties'];

/** The shapes of the HTTP contract as the page reads them. */
export type User = Session['user'];
export type Grant = { role: Role; areaId: number | null };
export type Info = { name: string; version: string; timeZone: string; demo: boolean };

export type Bounds = [west: number, south: number, east: number, north: number];

export type PersonRef = { id: number; name: string; kind: string };
/** Of a stranger's track that crosses the user's land, whose it is stays null. */
export type ListedTrack = {
  id: number;
  deviceId: number | null;
  deviceName: string | null;
  person: { id: number; name: string } | null;
  from: string;
  to: string;
  metres: number | null;
  movingSeconds: number | null;
  fixes: number | null;
  flagged: number | null;
  bounds: Bounds | null;
};

type TrackProperties = {
  kind: 'leg' | 'gap' | 'flagged' | 'restored';
  track: number;
  from: string;
  to: string;
  reasons?: string[];
  movement?: 'standing' | 'foot' | 'vehicle';
};
export type TrackCollection = FeatureCollection<LineString | Point, TrackProperties>;
/** A track with the teams that its carrier was in. */
export type LineTrack = ListedTrack & { teams: { id: number; name: string }[] };
/** `truncated` where there are more tracks than were drawn. */
export type TrackLines = TrackCollection & { truncated: boolean; tracks: LineTrack[] };
export type TrackDetail = TrackCollection & { track: ListedTrack };

export type FixFeature = Feature<
  Point,
  {
    recordedAt: string;
    receivedAt: string;
    reportedAt: string | null;
    /** In the device's own datum, where that was converted. */
    reportedPosition: [number, number] | null;
    accuracyMetres: number | null;
    speedMetresPerSecond: number | null;
    /** Why it is not used. */
    flags: string[];
    /** What a person has overruled. */
    restored: string[] | null;
    excluded: boolean;
  }
>;
export type FixPage = { features: FixFeature[]; next: string | null };
