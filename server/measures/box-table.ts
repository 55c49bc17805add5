/** West, south, east and north of a thing, in whole units of a plane. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** Calls `visit` with the number of each box near a point: all that hold it, and some beside it. */
export type Near = (x: number, y: number, visit: (index: number) => void) => void;

/**
 * Finds boxes that hold a point, by squares of a table about as large as they are. Unlike a grid that is refined where boxes
 * lie close, it costs no more where many lie over one another, as the houses of a village and parallel roads do.
 */
export function boxTable(boxes: readonly Box[]): Near {
  const side = Math.max(
    1,
    middleOf(boxes.map(([west, south, east, north]) => Math.max(east - west, north - south))),
  );
  const squares = new Map<number, number[]>();
  boxes.forEach(([west, south, east, north], index) => {
    for (let column = Math.floor(west / side); column <= Math.floor(east / side); column++)
      for (let row = Math.floor(south / side); row <= Math.floor(north / side); row++) {
        const key = keyOf(column, row);
        const square = squares.get(key);
        if (square) square.push(index);
        else squares.set(key, [index]);
      }
  });
  return (x, y, visit) => {
    for (const index of squares.get(keyOf(Math.floor(x / side), Math.floor(y / side))) ?? []) visit(index);
  };
}

/** There are fewer than two to the 26 rows and columns of the smallest squares that occur. */
function keyOf(column: number, row: number): number {
  return column * 67_108_864 + row;
}

function middleOf(sizes: readonly number[]): number {
  return sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0;
}
