import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Bounds } from '../geo/position.ts';
import { loadTrackFixes } from './drawn-fixes.ts';
import { type TrackFeature, trackFeatures } from './features.ts';
import { type ListedTrack, listTracks, type TrackFilter } from './list.ts';

/** So many fixes are read for one answer at most, the latest tracks first. */
const mostFixes = 200_000;
/** A line is true to so small a part of what the map shows, and never less than receivers are. */
const partOfView = 1 / 2_000;
const receiverMetres = 3;
const metresPerDegree = 111_000;

/** The lines of many tracks, simplified for the part of the map that is shown, or that they cover. */
export async function linesOf(
  db: Knex,
  scope: Scope,
  filter: TrackFilter,
  { limit, byMovement }: { limit: number; byMovement: boolean },
): Promise<{ features: TrackFeature[]; truncated: boolean; tracks: ListedTrack[] }> {
  const found = await listTracks(db, scope, filter, { limit: limit + 1 });
  const tracks = asManyAsBearable(found.slice(0, limit));
  const drawn = await loadTrackFixes(db, scope, tracks);
  const tolerance = toleranceMetres(filter.bbox ?? around(tracks));
  const kinds = new Map(tracks.map(({ id, deviceKind }) => [id, deviceKind]));
  const features = [...drawn].flatMap(([id, fixes]) =>
    trackFeatures(id, fixes, tolerance, byMovement ? (kinds.get(id) ?? null) : null),
  );
  return { features, truncated: tracks.length < found.length, tracks };
}

function asManyAsBearable(tracks: readonly ListedTrack[]): ListedTrack[] {
  let fixes = 0;
  const over = tracks.findIndex((track, index) => {
    fixes += track.fixes;
    return fixes > mostFixes && index > 0;
  });
  return over < 0 ? [...tracks] : tracks.slice(0, over);
}

function toleranceMetres([west, south, east, north]: Bounds): number {
  const wide = (east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return Math.max(receiverMetres, Math.max(wide, north - south) * metresPerDegree * partOfView);
}

function around(tracks: readonly ListedTrack[]): Bounds {
  const sides = tracks.map(({ bounds }) => bounds);
  return sides.reduce(
    (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])],
    sides[0] ?? [0, 0, 0, 0],
  );
}
