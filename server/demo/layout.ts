import type { Point, Segment } from './arrangement.ts';
import type { Random } from './random.ts';

/** A place that land is given to: the owner of everything nearest to it. */
export type Seed = { owner: string; at: Point };
export type Ring = readonly Point[];

/** Metres per degree at the middle of the district: good to a percent across it, which is all a layout needs. */
const METRES_PER_DEGREE_LAT = 111_200;
const LON_SCALE = Math.cos((48.45 * Math.PI) / 180);
export const flat = ([lon, lat]: Point): Point => [
  lon * LON_SCALE * METRES_PER_DEGREE_LAT,
  lat * METRES_PER_DEGREE_LAT,
];
const round = ([x, y]: Point): Point => [x / LON_SCALE / METRES_PER_DEGREE_LAT, y / METRES_PER_DEGREE_LAT];

export const metresApart = (a: Point, b: Point) => {
  const [[ax, ay], [bx, by]] = [flat(a), flat(b)];
  return Math.hypot(ax - bx, ay - by);
};

export function nearest<T extends { at: Point }>(places: readonly T[], point: Point): T {
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const place of places) {
    const metres = metresApart(place.at, point);
    if (metres < least) [best, least] = [place, metres];
  }
  if (best === undefined) throw new Error('no places given');
  return best;
}

export function contains(ring: Ring, [x, y]: Point): boolean {
  let inside = false;
  ring.forEach(([x1, y1], index) => {
    const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}

/** Points every `stepDegrees` inside a ring: the land that seeds are spread over. */
export function latticeIn(ring: Ring, stepDegrees: number): Point[] {
  const lons = ring.map(([lon]) => lon);
  const lats = ring.map(([, lat]) => lat);
  const points: Point[] = [];
  for (let lon = Math.min(...lons); lon < Math.max(...lons); lon += stepDegrees) {
    for (let lat = Math.min(...lats); lat < Math.max(...lats); lat += stepDegrees * LON_SCALE) {
      if (contains(ring, [lon, lat])) points.push([lon, lat]);
    }
  }
  return points;
}

/** Spreads `count` centres evenly over land (Lloyd's algorithm, 40 rounds). */
export function spread(land: readonly Point[], count: number, random: Random): Point[] {
  let centres = Array.from({ length: count }, () => ({ at: random.pick(land) }));
  for (let round = 0; round < 40; round++) {
    const groups = new Map(centres.map((centre) => [centre, [] as Point[]]));
    for (const point of land) groups.get(nearest(centres, point))?.push(point);
    centres = centres.map((centre) => ({ at: meanOf(groups.get(centre) ?? [], centre.at) }));
  }
  return centres.map(({ at }) => at);
}

const meanOf = (points: Point[], otherwise: Point): Point =>
  points.length === 0
    ? otherwise
    : [
        points.reduce((sum, [lon]) => sum + lon, 0) / points.length,
        points.reduce((sum, [, lat]) => sum + lat, 0) / points.length,
      ];

/** A slightly uneven ring around a seat. */
export function ringAround(seat: Point, radiusMetres: number, random: Random): Ring {
  const corners = 14;
  const [x, y] = flat(seat);
  return Array.from({ length: corners }, (_, index) => {
    const angle = (2 * Math.PI * (index + random.between(-0.2, 0.2))) / corners;
    const radius = radiusMetres * random.between(0.85, 1.15);
    return round([x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
  });
}

export const sidesOf = (ring: Ring): Segment[] =>
  ring.map((from, index) => [from, ring[(index + 1) % ring.length] ?? from]);

/** The borders between the seeds' nearest regions, within a frame that far around all of them. */
export function voronoi(seeds: readonly Seed[], reachMetres: number): Segment[] {
  const all = seeds.map(({ at }) => flat(at));
  return all.flatMap((mine, index) => {
    const cell = all.reduce(
      (polygon, other, j) => (j === index ? polygon : keepNearer(polygon, mine, other)),
      frame(all, reachMetres),
    );
    return sidesOf(cell.map(round));
  });
}

function frame(points: readonly Point[], reach: number): Point[] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [west, east] = [Math.min(...xs) - reach, Math.max(...xs) + reach];
  const [south, north] = [Math.min(...ys) - reach, Math.max(...ys) + reach];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

/** The part of a convex polygon that is nearer to `mine` than to `other`. */
function keepNearer(polygon: Point[], mine: Point, other: Point): Point[] {
  const [nx, ny] = [other[0] - mine[0], other[1] - mine[1]];
  const middle = (nx * (mine[0] + other[0]) + ny * (mine[1] + other[1])) / 2;
  const beyond = ([x, y]: Point) => nx * x + ny * y - middle;
  return polygon.flatMap((a, index): Point[] => {
    const b = polygon[(index + 1) % polygon.length] ?? a;
    const [da, db] = [beyond(a), beyond(b)];
    const kept: Point[] = da <= 0 ? [a] : [];
    if (da < 0 !== db < 0 && da !== 0 && db !== 0) {
      const t = da / (da - db);
      kept.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
    }
    return kept;
  });
}
