import type { Bounds } from '../../../geo/position.ts';
import type { Plane } from './plane.ts';

/** Something counted at a place. */
export type WeightPoint = { lon: number; lat: number; weight: number };

export type SquaresInput = {
  bounds: Bounds;
  plane: Plane;
  sideMetres: number;
  points?: readonly WeightPoint[];
  /** A square with more weight is cut in four, and those again. */
  mostWeight?: number;
  /** Only squares that meet one of these boxes are made; all of the bounds where absent. */
  within?: readonly Bounds[];
};

const e7 = 1e7;
const deepest = 5;

type Square = { column: number; row: number; size: number; points: readonly WeightPoint[] };

/**
 * Sides of squares over a box, as segments in units of 1e-7 degree, each stretch once. Where people live closely the
 * squares are halved up to five times, so that no atom is too heavy to be balanced.
 */
export function squareSides(input: SquaresInput): number[][] {
  const { bounds, plane, sideMetres } = input;
  const finest = 1 << deepest;
  const east = Math.max(1, Math.round(sideMetres / finest / plane.metresPerUnitEast));
  const north = Math.max(1, Math.round(sideMetres / finest / plane.metresPerUnitNorth));
  const place = { plane, east, north };
  const columns = Math.ceil((Math.round(bounds[2] * e7) - plane.west) / (east * finest));
  const rows = Math.ceil((Math.round(bounds[3] * e7) - plane.south) / (north * finest));
  const buckets = bucketsOf(input.points ?? [], place, finest, columns);
  const across = new Stretches();
  const upwards = new Stretches();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const points = buckets.get(row * columns + column) ?? [];
      const square = { column: column * finest, row: row * finest, size: finest, points };
      if (isWanted(square, place, input.within))
        addSquare(square, place, input.mostWeight ?? Infinity, across, upwards);
    }
  }
  const x = (column: number) => plane.west + column * east;
  const y = (row: number) => plane.south + row * north;
  return [
    ...across.joined((row, from, to) => [x(from), y(row), x(to), y(row)]),
    ...upwards.joined((column, from, to) => [x(column), y(from), x(column), y(to)]),
  ];
}

type Place = { plane: Plane; east: number; north: number };

function positionOf({ lon, lat }: WeightPoint, { plane, east, north }: Place): [column: number, row: number] {
  return [(Math.round(lon * e7) - plane.west) / east, (Math.round(lat * e7) - plane.south) / north];
}

function bucketsOf(points: readonly WeightPoint[], place: Place, size: number, columns: number) {
  const buckets = new Map<number, WeightPoint[]>();
  for (const point of points) {
    const [column, row] = positionOf(point, place);
    const key = Math.floor(row / size) * columns + Math.floor(column / size);
    const known = buckets.get(key);
    if (known) known.push(point);
    else buckets.set(key, [point]);
  }
  return buckets;
}

function isWanted(
  { column, row, size }: Square,
  { plane, east, north }: Place,
  within: readonly Bounds[] | undefined,
) {
  if (!within) return true;
  const [west, south] = [(plane.west + column * east) / e7, (plane.south + row * north) / e7];
  const [wide, high] = [(size * east) / e7, (size * north) / e7];
  return within.some(
    (box) => west < box[2] && west + wide > box[0] && south < box[3] && south + high > box[1],
  );
}

function addSquare(
  square: Square,
  place: Place,
  mostWeight: number,
  across: Stretches,
  upwards: Stretches,
): void {
  const { column, row, size, points } = square;
  const weight = points.reduce((sum, point) => sum + point.weight, 0);
  if (weight > mostWeight && size > 1) {
    const half = size / 2;
    for (const [right, up] of [[0, 0] as const, [1, 0] as const, [0, 1] as const, [1, 1] as const]) {
      const inside = points.filter((point) => {
        const [x, y] = positionOf(point, place);
        return (x >= column + half ? 1 : 0) === right && (y >= row + half ? 1 : 0) === up;
      });
      const quarter = { column: column + right * half, row: row + up * half, size: half, points: inside };
      addSquare(quarter, place, mostWeight, across, upwards);
    }
    return;
  }
  for (const line of [row, row + size]) across.add(line, column, column + size);
  for (const line of [column, column + size]) upwards.add(line, row, row + size);
}

/** Stretches of parallel lines; what overlaps on one line is one stretch. */
class Stretches {
  readonly #byLine = new Map<number, [from: number, to: number][]>();

  add(line: number, from: number, to: number): void {
    const known = this.#byLine.get(line);
    if (known) known.push([from, to]);
    else this.#byLine.set(line, [[from, to]]);
  }

  joined(make: (line: number, from: number, to: number) => number[]): number[][] {
    const lines = [...this.#byLine].sort(([one], [other]) => one - other);
    return lines.flatMap(([line, stretches]) => {
      const joined: [number, number][] = [];
      for (const [from, to] of stretches.sort((a, b) => a[0] - b[0])) {
        const last = joined.at(-1);
        if (last && from <= last[1]) last[1] = Math.max(last[1], to);
        else joined.push([from, to]);
      }
      return joined.map(([from, to]) => make(line, from, to));
    });
  }
}
