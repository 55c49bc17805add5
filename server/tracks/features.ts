import type { Feature, LineString, Point, Position } from 'geojson';
import type { E7 } from '../geo/distance.ts';
import { simplifyLine } from '../geo/simplify.ts';
import type { TrackFixes } from './drawn-fixes.ts';
import { reasonsOf } from './flag.ts';
import { type DrawnFix, drawTrack, withoutScatter } from './line.ts';
import { type Movement, movementStretches } from './movement.ts';
import type { DeviceKind } from './thresholds.ts';

export type TrackFeature = Feature<
  LineString | Point,
  {
    kind: 'leg' | 'gap' | 'flagged' | 'restored';
    track: number;
    from: string;
    to: string;
    reasons?: string[];
    movement?: Movement;
  }
>;

/**
 * A track as features: legs, gaps in reporting (to be dashed, for nobody knows what lay between), and the fixes that
 * are not used with their reasons. With a tolerance the lines are simplified; with the kind of the device they are cut where
 * the way of moving changes.
 */
export function trackFeatures(
  track: number,
  { fixes, leadIn, thresholds }: TrackFixes,
  toleranceMetres = 0,
  movementOf: DeviceKind | null = null,
): TrackFeature[] {
  const { runs, gaps, flagged, restored } = drawTrack(thresholds, fixes, leadIn);
  return [
    ...runs.filter((run) => run.length > 1).flatMap((run) => legsOf(track, run, toleranceMetres, movementOf)),
    ...gaps.map((ends) => line('gap', track, ends, ends)),
    ...flagged.map((fix) => pointOf('flagged', track, fix)),
    ...restored.map((fix) => pointOf('restored', track, fix)),
  ];
}

function legsOf(
  track: number,
  run: readonly DrawnFix[],
  toleranceMetres: number,
  movementOf: DeviceKind | null,
): TrackFeature[] {
  if (!movementOf) return [line('leg', track, run, simplified(run, toleranceMetres))];
  return movementStretches(run, movementOf).map(({ movement, fixes }) => {
    const leg = line('leg', track, fixes, simplified(fixes, toleranceMetres));
    return { ...leg, properties: { ...leg.properties, movement } };
  });
}

function simplified(run: readonly DrawnFix[], toleranceMetres: number): readonly DrawnFix[] {
  const drawn = withoutScatter(run);
  if (toleranceMetres > 0) return simplifyLine(drawn, toleranceMetres);
  return drawn;
}

function line(
  kind: 'leg' | 'gap',
  track: number,
  run: readonly DrawnFix[],
  drawn: readonly DrawnFix[],
): TrackFeature {
  const [first, last] = [run[0] as DrawnFix, run.at(-1) as DrawnFix];
  const positions = drawn.map(positionOf);
  // Somebody who stood still is a line too: it has two positions, which are one.
  const coordinates = positions.length === 1 ? [...positions, ...positions] : positions;
  return {
    type: 'Feature',
    geometry: { type: 'LineString', coordinates },
    properties: { kind, track, from: isoOf(first), to: isoOf(last) },
  };
}

function pointOf(kind: 'flagged' | 'restored', track: number, fix: DrawnFix): TrackFeature {
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: positionOf(fix) },
    properties: { kind, track, from: isoOf(fix), to: isoOf(fix), reasons: reasonsOf(fix.flags) },
  };
}

function positionOf({ lonE7, latE7 }: E7): Position {
  return [lonE7 / 1e7, latE7 / 1e7];
}

function isoOf({ at }: { at: number }): string {
  return new Date(at).toISOString();
}
