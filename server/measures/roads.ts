import { type E7, metresBetween } from '../geo/distance.ts';
import { type Box, boxTable } from './box-table.ts';

/** METHODS B3: pieces of 50 m, passed within 30 m and within 45 degrees of their direction, at 60 km/h at most. */
const pieceMetres = 50;
const withinMetres = 30;
const headingDegrees = 45;
const fastestMetresPerSecond = 60 / 3.6;

/** A line of a layer, in degrees. */
export type RoadLine = {
  layerId: number;
  feature: number;
  line: readonly (readonly [lon: number, lat: number])[];
};

/** An equal part of a road, at most 50 m long; numbered from 0 along its line. */
export type Piece = E7 & {
  readonly layerId: number;
  readonly feature: number;
  readonly number: number;
  readonly metres: number;
  /** Of its chord from north, in degrees; the way back is the same. */
  readonly heading: number;
};

const e7 = ([lon, lat]: readonly [number, number]): E7 => ({
  lonE7: Math.round(lon * 1e7),
  latE7: Math.round(lat * 1e7),
});

/** Cuts lines into equal pieces; lines of one feature follow one another. */
export function piecesOf(lines: readonly RoadLine[]): Piece[] {
  const next = new Map<string, number>();
  return lines.flatMap(({ layerId, feature, line }) => {
    const key = `${layerId} ${feature}`;
    const first = next.get(key) ?? 0;
    const pieces = cut(line.map(e7)).map((piece, index) => ({
      layerId,
      feature,
      number: first + index,
      ...piece,
    }));
    next.set(key, first + pieces.length);
    return pieces;
  });
}

function cut(line: readonly E7[]): Pick<Piece, 'lonE7' | 'latE7' | 'metres' | 'heading'>[] {
  const along = [0];
  for (let index = 1; index < line.length; index++)
    along.push((along[index - 1] ?? 0) + metresBetween(line[index - 1] as E7, line[index] as E7));
  const total = along.at(-1) ?? 0;
  if (total === 0) return [];
  const count = Math.ceil(total / pieceMetres);
  const at = (share: number) => pointAlong(line, along, (share / count) * total);
  return Array.from({ length: count }, (_, index) => ({
    ...at(index + 0.5),
    metres: total / count,
    heading: headingOf(at(index), at(index + 1)),
  }));
}

function pointAlong(line: readonly E7[], along: readonly number[], metres: number): E7 {
  let index = 1;
  while (index < along.length - 1 && (along[index] ?? 0) < metres) index++;
  const [a, b] = [line[index - 1] as E7, line[index] as E7];
  const length = (along[index] ?? 0) - (along[index - 1] ?? 0);
  const share = length === 0 ? 0 : Math.min(1, (metres - (along[index - 1] ?? 0)) / length);
  return {
    lonE7: Math.round(a.lonE7 + (b.lonE7 - a.lonE7) * share),
    latE7: Math.round(a.latE7 + (b.latE7 - a.latE7) * share),
  };
}

/** East and north of `b` from `a`, in metres, as on a plane. */
function offset(a: E7, b: E7): [east: number, north: number] {
  const scale = Math.cos((a.latE7 / 1e7) * (Math.PI / 180));
  return [(b.lonE7 - a.lonE7) * scale * metresPerE7, (b.latE7 - a.latE7) * metresPerE7];
}
const metresPerE7 = 0.011131949;

/** From 0 to below 180 degrees: the way there and the way back are one. */
function headingOf(a: E7, b: E7): number {
  const [east, north] = offset(a, b);
  return ((((Math.atan2(east, north) * 180) / Math.PI) % 180) + 180) % 180;
}

/** A way from one good fix to the next. */
type Leg = { from: E7 & { at: number }; to: E7 & { at: number }; metres: number };

/** The pieces that a leg goes along, each with when, in epoch ms. */
export type PiecesAlong = (leg: Leg, found: (piece: Piece, at: number) => void) => void;

/** Looks pieces up by legs. */
export function roadIndex(pieces: readonly Piece[]): PiecesAlong {
  if (pieces.length === 0) return () => undefined;
  const near = boxTable(pieces.map(reachOf));
  return (leg, found) => {
    const { from, to, metres } = leg;
    const elapsed = to.at - from.at;
    if (metres === 0 || elapsed <= 0 || metres * 1000 > fastestMetresPerSecond * elapsed) return;
    const heading = headingOf(from, to);
    const seen = new Set<number>();
    const steps = Math.ceil(metres / withinMetres);
    for (let step = 0; step <= steps; step++) {
      const share = step / steps;
      near(
        from.lonE7 + (to.lonE7 - from.lonE7) * share,
        from.latE7 + (to.latE7 - from.latE7) * share,
        (index) => seen.add(index),
      );
    }
    for (const index of seen) {
      const piece = pieces[index] as Piece;
      const nearest = nearestShare(leg, piece);
      if (nearest !== null && turn(heading, piece.heading) <= headingDegrees)
        found(piece, from.at + nearest * elapsed);
    }
  };
}

/** Between two ways without direction: 0 to 90 degrees. */
function turn(a: number, b: number): number {
  const difference = Math.abs(a - b) % 180;
  return Math.min(difference, 180 - difference);
}

/** How far along the leg the middle of a piece is nearest; null where it is too far. */
function nearestShare({ from, to }: Leg, piece: E7): number | null {
  const [legEast, legNorth] = offset(from, to);
  const [east, north] = offset(from, piece);
  const length = legEast * legEast + legNorth * legNorth;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (east * legEast + north * legNorth) / length));
  const distance = Math.hypot(east - share * legEast, north - share * legNorth);
  return distance <= withinMetres ? share : null;
}

/** Wide enough that one of the steps of a leg that passes falls inside. */
function reachOf(piece: Piece): Box {
  const north = (2 * withinMetres) / metresPerE7;
  const east = north / Math.max(0.01, Math.cos((piece.latE7 / 1e7) * (Math.PI / 180)));
  return [piece.lonE7 - east, piece.latE7 - north, piece.lonE7 + east, piece.latE7 + north];
}
