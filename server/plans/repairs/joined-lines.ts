import { distance, type Point, type Segment } from './inside.ts';

/** Points closer than this only arithmetic tells apart. */
const sameMetres = 1e-3;
/** Most points have others of their own square alone that near. */
const squareMetres = 8 * sameMetres;
/** Squares of 8 mm in 500 km. */
const mostSquares = 67_108_864;

/** Pieces put together to lines that end where they meet nothing or more than one other. */
export function joined(pieces: readonly Segment[]): Point[][] {
  const { points, ends } = numbered(pieces);
  const at: number[][] = points.map(() => []);
  ends.forEach(([a, b], piece) => {
    at[a]?.push(piece);
    at[b]?.push(piece);
  });
  const isDone = new Uint8Array(ends.length);
  const follow = (start: number, piece: number): Point[] => {
    const line = [start];
    let end = start;
    for (let next: number | undefined = piece; next !== undefined && !isDone[next]; ) {
      isDone[next] = 1;
      const [a, b]: readonly [number, number] = ends[next] ?? [end, end];
      end = a === end ? b : a;
      line.push(end);
      const here: readonly number[] = at[end] ?? [];
      next = here.length === 2 ? here.find((other) => !isDone[other]) : undefined;
    }
    return line.flatMap((point) => (points[point] ? [points[point]] : []));
  };
  const lines: Point[][] = [];
  const startFrom = (isStart: (met: number) => boolean) =>
    ends.forEach((both, piece) => {
      for (const end of both)
        if (!isDone[piece] && isStart(at[end]?.length ?? 0)) lines.push(follow(end, piece));
    });
  startFrom((met) => met !== 2);
  // Closed lines, around a neighbour that lies in the middle of the land.
  startFrom(() => true);
  return lines;
}

type Numbered = { points: Point[]; ends: [a: number, b: number][] };

/** The pieces by numbers of their ends, of which those that are the same have the same; what has no length is left out. */
function numbered(pieces: readonly Segment[]): Numbered {
  const points: Point[] = [];
  const bySquare = new Map<number, number[]>();
  const sameIn = (column: number, row: number, at: Point) =>
    bySquare.get(column * mostSquares + row)?.find((point) => {
      const other = points[point];
      return other !== undefined && distance(at, other) < sameMetres;
    });
  const numberOf = (at: Point): number => {
    const [x, y] = [at[0] / squareMetres, at[1] / squareMetres];
    const [column, row] = [Math.floor(x), Math.floor(y)];
    for (const near of squaresAround(x, y)) {
      const same = sameIn(near[0], near[1], at);
      if (same !== undefined) return same;
    }
    const square = column * mostSquares + row;
    const known = bySquare.get(square);
    if (known) known.push(points.length);
    else bySquare.set(square, [points.length]);
    return points.push(at) - 1;
  };
  const ends = pieces.flatMap(([a, b]): [number, number][] => {
    if (!Number.isFinite(a[0] + a[1] + b[0] + b[1])) return [];
    const [one, other] = [numberOf(a), numberOf(b)];
    return one === other ? [] : [[one, other]];
  });
  return { points, ends };
}

/** The square that a place lies in, and those beside it that come near it. */
function squaresAround(x: number, y: number): [column: number, row: number][] {
  const reach = sameMetres / squareMetres;
  const squares: [number, number][] = [];
  for (let column = Math.floor(x - reach); column <= Math.floor(x + reach); column++)
    for (let row = Math.floor(y - reach); row <= Math.floor(y + reach); row++) squares.push([column, row]);
  return squares;
}
