import type { E7 } from '../geo/distance.ts';

/**
 * Squares of a kilometre that cover the earth in rows from south to north, the same for every plan. Rows are of equal
 * height in degrees, columns of a row of equal width and whole around the earth, so that a side is within half a per cent of a kilometre.
 */
export type Square = Readonly<{ row: number; column: number }>;

/** The area of a square (METHODS B3). */
export const squareMetres = 1_000_000;

const rowE7 = 1e7 * (1_000 / 111_150);
const radius = Math.PI / 180 / 1e7;
/** WGS-84. */
const [equatorMetresPerE7, eccentricitySquared] = [6_378_137 * radius, 0.006_694_38];

/** The width of a column of a row in degrees times 1e7, on the ellipsoid. */
function columnE7(row: number): number {
  const lat = (row + 0.5) * rowE7 * radius;
  const sine = Math.sin(lat);
  const metresPerE7 =
    (equatorMetresPerE7 * Math.max(0.01, Math.cos(lat))) / Math.sqrt(1 - eccentricitySquared * sine * sine);
  return 360e7 / Math.max(1, Math.round((360e7 * metresPerE7) / 1_000));
}

/** The square that holds a position. */
export function squareOf({ lonE7, latE7 }: E7): Square {
  const row = Math.floor(latE7 / rowE7);
  return { row, column: Math.floor((wrapped(lonE7) + 180e7) / columnE7(row)) };
}

/** The middle of a square, in degrees times 1e7. */
export function middleOf({ row, column }: Square): E7 {
  return { lonE7: (column + 0.5) * columnE7(row) - 180e7, latE7: (row + 0.5) * rowE7 };
}

/** The squares whose middles lie in a box of degrees. */
export function squaresWithin([west, south, east, north]: readonly [
  number,
  number,
  number,
  number,
]): Square[] {
  const squares: Square[] = [];
  const last = Math.floor((north * 1e7) / rowE7 - 0.5);
  for (let row = Math.ceil((south * 1e7) / rowE7 - 0.5); row <= last; row++) {
    const width = columnE7(row);
    const behind = Math.floor((east * 1e7 + 180e7) / width - 0.5);
    for (let column = Math.ceil((west * 1e7 + 180e7) / width - 0.5); column <= behind; column++)
      squares.push({ row, column });
  }
  return squares;
}

/** One number for a square. */
export const squareKey = ({ row, column }: Square) => row * 65_536 + column;

function wrapped(lonE7: number): number {
  return lonE7 >= 180e7 ? lonE7 - 360e7 : lonE7 < -180e7 ? lonE7 + 360e7 : lonE7;
}

/**
 * The parts of a straight way in the squares it goes through, in order, each with its beginning and end as shares of the
 * way. It takes the shorter way around the earth.
 */
export function partsInSquares(
  from: E7,
  to: E7,
  found: (square: Square, begin: number, end: number) => void,
): void {
  const east = wrapped(to.lonE7 - from.lonE7);
  const north = to.latE7 - from.latE7;
  const cuts = [...crossings(from.latE7, north, rowE7), 1];
  let begin = 0;
  for (const end of cuts) {
    if (end <= begin) continue;
    const row = Math.floor((from.latE7 + (north * (begin + end)) / 2) / rowE7);
    const width = columnE7(row);
    const startLon = from.lonE7 + 180e7 + east * begin;
    const inRow = crossings(startLon, east * (end - begin), width).map(
      (share) => begin + share * (end - begin),
    );
    let since = begin;
    for (const until of [...inRow, end]) {
      if (until <= since) continue;
      const lon = wrapped(from.lonE7 + (east * (since + until)) / 2);
      found({ row, column: Math.floor((lon + 180e7) / width) }, since, until);
      since = until;
    }
    begin = end;
  }
  if (begin === 0) found(squareOf(from), 0, 1);
}

/** Where a way of a length crosses the multiples of a step, as shares of it, in order. */
function crossings(start: number, length: number, step: number): number[] {
  if (length === 0) return [];
  const [first, last] = [start / step, (start + length) / step];
  const shares: number[] = [];
  if (length > 0)
    for (let line = Math.floor(first) + 1; line < last; line++) shares.push((line - first) / (last - first));
  else
    for (let line = Math.ceil(first) - 1; line > last; line--) shares.push((line - first) / (last - first));
  return shares;
}
