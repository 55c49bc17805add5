import { localMetres } from '../../../geo/local-metres.ts';
import type { FlatPolygon } from '../../../geo/wkb.ts';
import { boundsOf } from '../territory.ts';

const e7 = 1e7;

/**
 * Sides of regular hexagons over the bounds of some land, each once; a hexagon has the area of a square of this side in
 * metres. The origin is the middle of the bounds to a hundredth of a degree, as that of squares.
 */
export function hexLines(land: readonly FlatPolygon[], cellMetres: number): number[][] {
  const [west, south, east, north] = boundsOf(land);
  const local = localMetres(Math.round((west + east) * 50) / 100, Math.round((south + north) * 50) / 100);
  // The area of a hexagon of side s is 3 √3 / 2 s².
  const side = cellMetres * Math.sqrt(2 / (3 * Math.sqrt(3)));
  const [wide, high] = [Math.sqrt(3) * side, 1.5 * side];
  const corners = [
    local.toMetres(west, south),
    local.toMetres(east, south),
    local.toMetres(west, north),
    local.toMetres(east, north),
  ];
  const [easts, norths] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const lines: number[][] = [];
  const at = (x: number, y: number): number[] => {
    const [lon, lat] = local.toDegrees(x, y);
    return [Math.round(lon * e7), Math.round(lat * e7)];
  };
  for (
    let row = Math.floor(Math.min(...norths) / high) - 2;
    row <= Math.ceil(Math.max(...norths) / high) + 2;
    row++
  ) {
    const shift = row % 2 === 0 ? 0 : wide / 2;
    const first = Math.floor((Math.min(...easts) - shift) / wide) - 2;
    const last = Math.ceil((Math.max(...easts) - shift) / wide) + 2;
    for (let column = first; column <= last; column++) {
      const [x, y] = [column * wide + shift, row * high];
      // The three sides to the east and north-west; the others are the neighbours'.
      const [top, right, low] = [
        at(x, y + side),
        at(x + wide / 2, y + side / 2),
        at(x + wide / 2, y - side / 2),
      ];
      const left = at(x - wide / 2, y + side / 2);
      lines.push([...left, ...top], [...top, ...right], [...right, ...low]);
    }
  }
  return lines;
}
