import type { Point } from './arrangement.ts';
import { metresApart } from './layout.ts';
import type { Random } from './random.ts';

export type Mode = 'foot' | 'horse' | 'vehicle';
/** A position as a device would report it. */
export type SimulatedFix = {
  recordedAt: Date;
  lon: number;
  lat: number;
  accuracyMetres: number;
  speedMetresPerSecond: number;
  courseDegrees: number;
  altitudeMetres: number;
};
/** One outing: from the first stop to the last, cut off at `until`. */
export type Patrol = { mode: Mode; startAt: Date; until: Date; stops: readonly Point[] };
type Place = { at: Point; course: number; speed: number };

/** Speeds in metres a second, seconds between fixes, and GPS scatter under open sky or in a cab. */
const MODES = {
  foot: { slowest: 0.9, fastest: 1.7, everySeconds: 20, scatterMetres: 5 },
  horse: { slowest: 2.0, fastest: 4.5, everySeconds: 40, scatterMetres: 5 },
  vehicle: { slowest: 7, fastest: 15, everySeconds: 60, scatterMetres: 4 },
} as const;

const METRES_PER_DEGREE = 111_200;
const shifted = ([lon, lat]: Point, eastMetres: number, northMetres: number): Point => [
  lon + eastMetres / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)),
  lat + northMetres / METRES_PER_DEGREE,
];

/** What the device reports on a patrol: movement, pauses, scatter, bad positions and silences. In order of time. */
export function simulateFixes(patrol: Patrol, random: Random): SimulatedFix[] {
  const { everySeconds } = MODES[patrol.mode];
  const fixes: SimulatedFix[] = [];
  let at = patrol.startAt.getTime();
  for (const place of placesAlong(patrol, random)) {
    if (at > patrol.until.getTime()) break;
    fixes.push(reported(place, new Date(at), patrol.mode, random));
    at += everySeconds * 1000 + random.whole(-1_500, 1_500);
  }
  return withSilences(fixes, random);
}

/** Where the device is at each report: along the stops with a wandering line, with a pause at some of them. */
function* placesAlong({ mode, stops }: Patrol, random: Random): Generator<Place> {
  const { slowest, fastest, everySeconds } = MODES[mode];
  for (const [index, to] of stops.entries()) {
    const from = stops[index - 1] ?? to;
    const metres = metresApart(from, to);
    const course = courseBetween(from, to);
    const [bow, wiggle] = [random.between(-0.08, 0.08) * metres, random.between(-0.03, 0.03) * metres];
    for (let gone = 0, speed = 0; gone < metres; gone += speed * everySeconds) {
      speed = random.between(slowest, fastest);
      const share = gone / metres;
      const aside = bow * Math.sin(Math.PI * share) + wiggle * Math.sin(3 * Math.PI * share);
      const line: Point = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
      const right = ((course + 90) * Math.PI) / 180;
      yield { at: shifted(line, aside * Math.sin(right), aside * Math.cos(right)), course, speed };
    }
    const pauseSeconds = random.chance(0.25) ? random.between(180, 720) : 40;
    for (let waited = 0; waited < pauseSeconds; waited += everySeconds) yield { at: to, course, speed: 0 };
  }
}

function courseBetween(from: Point, to: Point): number {
  const east = (to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180);
  const degrees = (Math.atan2(east, to[1] - from[1]) * 180) / Math.PI;
  return (degrees + 360) % 360;
}

/** One fix in some 900 is a jump of kilometres, one in 80 is poor. */
function reported(place: Place, recordedAt: Date, mode: Mode, random: Random): SimulatedFix {
  const jumps = random.chance(1 / 900);
  const poor = random.chance(1 / 80);
  const scatter = jumps ? random.between(4_000, 20_000) : poor ? 90 : MODES[mode].scatterMetres;
  const [lon, lat] = shifted(place.at, random.normal() * scatter, random.normal() * scatter);
  const round = (value: number, steps: number) => Math.round(value * steps) / steps;
  return {
    recordedAt,
    lon: round(lon, 1e7),
    lat: round(lat, 1e7),
    accuracyMetres: round(poor ? random.between(120, 800) : random.between(3, 15), 10),
    speedMetresPerSecond: round(place.speed, 100),
    courseDegrees: round(place.course, 10),
    altitudeMetres: round(620 + 220 * (49.2 - lat) + random.normal() * 3, 10),
  };
}

/** Every other patrol loses contact once, for 4 to 25 minutes. */
function withSilences(fixes: SimulatedFix[], random: Random): SimulatedFix[] {
  const first = fixes[0];
  const last = fixes.at(-1);
  if (first === undefined || last === undefined || random.chance(0.5)) return fixes;
  const from = random.between(first.recordedAt.getTime(), last.recordedAt.getTime());
  const to = from + random.between(4, 25) * 60_000;
  return fixes.filter(({ recordedAt }) => recordedAt.getTime() < from || recordedAt.getTime() > to);
}
