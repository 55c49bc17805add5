import { localMetres } from '../../geo/local-metres.ts';
import type { Bounds } from '../../geo/position.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { boundsOf } from './territory.ts';

const e7 = 1e7;

/** Squares of one size in metres about a fixed origin; `lines` are their sides, cut where four squares meet. */
export type SquareGrid = {
  cellMetres: number;
  /** Which row, from the north, and how far east: the order in which cells are numbered. */
  place: (lon: number, lat: number) => { row: number; east: number };
  lines: (around: readonly Bounds[]) => number[][];
};

/**
 * The grid of a scope. Its origin is the middle of the scope's bounds to a hundredth of a degree, so that small
 * corrections of the scope's border leave every square where it was.
 */
export function squareGrid(scope: readonly FlatPolygon[], cellMetres: number): SquareGrid {
  const [west, south, east, north] = boundsOf(scope);
  const local = localMetres(Math.round((west + east) * 50) / 100, Math.round((south + north) * 50) / 100);
  const node = (column: number, row: number): [number, number] => {
    const [lon, lat] = local.toDegrees(column * cellMetres, row * cellMetres);
    return [Math.round(lon * e7), Math.round(lat * e7)];
  };
  return {
    cellMetres,
    place: (lon, lat) => {
      const [eastMetres, northMetres] = local.toMetres(lon, lat);
      return { row: -Math.floor(northMetres / cellMetres), east: eastMetres };
    },
    lines: (around) => {
      const sides = new Map<string, number[]>();
      const nodes = new Map<string, [number, number]>();
      const at = (column: number, row: number) => {
        const key = `${column},${row}`;
        const known = nodes.get(key) ?? node(column, row);
        nodes.set(key, known);
        return known;
      };
      for (const bounds of around) {
        const [first, last] = squaresAround(local.toMetres, bounds, cellMetres);
        for (let column = first[0]; column <= last[0]; column++) {
          for (let row = first[1]; row <= last[1]; row++) {
            const here = at(column, row);
            if (column < last[0]) sides.set(`e${column},${row}`, [...here, ...at(column + 1, row)]);
            if (row < last[1]) sides.set(`n${column},${row}`, [...here, ...at(column, row + 1)]);
          }
        }
      }
      return [...sides.values()];
    },
  };
}

/** The corners, in squares, of a box in degrees; meridians and parallels bulge, so its sides are walked. */
function squaresAround(
  toMetres: (lon: number, lat: number) => [number, number],
  [west, south, east, north]: Bounds,
  cellMetres: number,
): [first: [number, number], last: [number, number]] {
  let [minEast, minNorth, maxEast, maxNorth] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let step = 0; step <= 16; step++) {
    const lon = west + ((east - west) * step) / 16;
    const lat = south + ((north - south) * step) / 16;
    for (const [x, y] of [
      toMetres(lon, south),
      toMetres(lon, north),
      toMetres(west, lat),
      toMetres(east, lat),
    ]) {
      minEast = Math.min(minEast, x);
      maxEast = Math.max(maxEast, x);
      minNorth = Math.min(minNorth, y);
      maxNorth = Math.max(maxNorth, y);
    }
  }
  const square = (metres: number) => metres / cellMetres;
  return [
    [Math.floor(square(minEast) - 0.01), Math.floor(square(minNorth) - 0.01)],
    [Math.ceil(square(maxEast) + 0.01), Math.ceil(square(maxNorth) + 0.01)],
  ];
}
