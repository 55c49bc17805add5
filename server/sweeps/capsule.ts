import { type BitWindow, setSpan } from './bit-window.ts';

/**
 * Sets the pixels whose centres lie no further than the reach from a leg; everything in grid units of one pixel. Such a
 * capsule is convex, so that every row of pixels has one stretch of it.
 */
export function setCapsule(
  window: BitWindow,
  [ax, ay, bx, by]: readonly [ax: number, ay: number, bx: number, by: number],
  reach: number,
): void {
  const [dx, dy] = [bx - ax, by - ay];
  const length = Math.hypot(dx, dy);
  const first = Math.max(window.firstRow, Math.ceil(Math.min(ay, by) - reach - 0.5));
  const last = Math.min(window.firstRow + window.rows - 1, Math.floor(Math.max(ay, by) + reach - 0.5));
  for (let row = first; row <= last; row++) {
    const y = row + 0.5;
    let [low, high] = [Infinity, -Infinity];
    const atA = reach * reach - (y - ay) * (y - ay);
    if (atA >= 0) {
      const half = Math.sqrt(atA);
      low = ax - half;
      high = ax + half;
    }
    const atB = reach * reach - (y - by) * (y - by);
    if (atB >= 0) {
      const half = Math.sqrt(atB);
      low = Math.min(low, bx - half);
      high = Math.max(high, bx + half);
    }
    if (length > 0) {
      const strip = stripAt(y - ay, dx / length, dy / length, length, reach);
      if (strip) {
        low = Math.min(low, ax + strip[0]);
        high = Math.max(high, ax + strip[1]);
      }
    }
    if (low <= high) setSpan(window, row, Math.ceil(low - 0.5), Math.floor(high - 0.5) + 1);
  }
}

/**
 * Where a row at height `v` above the beginning crosses the rectangle about a leg in the unit direction (cos, sin):
 * eastings from its beginning.
 */
function stripAt(
  v: number,
  cos: number,
  sin: number,
  length: number,
  reach: number,
): [number, number] | undefined {
  let [low, high] = [-Infinity, Infinity];
  // Along the leg: 0 <= cos u + sin v <= length.
  if (cos === 0) {
    if (sin * v < 0 || sin * v > length) return undefined;
  } else {
    const [one, other] = [-(sin * v) / cos, (length - sin * v) / cos];
    low = Math.min(one, other);
    high = Math.max(one, other);
  }
  // Across it: -reach <= cos v - sin u <= reach.
  if (sin === 0) {
    if (Math.abs(cos * v) > reach) return undefined;
  } else {
    const [one, other] = [(cos * v - reach) / sin, (cos * v + reach) / sin];
    low = Math.max(low, Math.min(one, other));
    high = Math.min(high, Math.max(one, other));
  }
  return low <= high ? [low, high] : undefined;
}
