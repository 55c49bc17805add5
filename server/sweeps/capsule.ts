import { type BitWindow, setSpan } from './bit-window.ts';

/**
 * Sets the pixels whose centres lie no further than the reach from a leg from (ax, ay) to (bx, by); everything in pixels.
 * Such a capsule is convex, so that every row of pixels has one stretch of it: between two half circles, or the long
 * sides of the rectangle between them.
 */
export function setCapsule(
  window: BitWindow,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  reach: number,
): void {
  const [dx, dy] = [bx - ax, by - ay];
  const length = Math.sqrt(dx * dx + dy * dy);
  const [cos, sin] = length > 0 ? [dx / length, dy / length] : [1, 0];
  const squared = reach * reach;
  const first = Math.max(window.firstRow, Math.ceil(Math.min(ay, by) - reach - 0.5));
  const last = Math.min(window.firstRow + window.rows - 1, Math.floor(Math.max(ay, by) + reach - 0.5));
  for (let row = first; row <= last; row++) {
    const [fromA, fromB] = [row + 0.5 - ay, row + 0.5 - by];
    const [atA, atB] = [squared - fromA * fromA, squared - fromB * fromB];
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    if (atA >= 0) {
      const half = Math.sqrt(atA);
      [low, high] = [ax - half, ax + half];
    }
    if (atB >= 0) {
      const half = Math.sqrt(atB);
      low = Math.min(low, bx - half);
      high = Math.max(high, bx + half);
    }
    // Along the leg 0 <= cos u + sin v <= length, and across it -reach <= cos v - sin u <= reach, with u from ax and v from ay.
    let [left, right] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    if (cos !== 0) {
      const [one, other] = [-(sin * fromA) / cos, (length - sin * fromA) / cos];
      [left, right] = one < other ? [one, other] : [other, one];
    } else if (sin * fromA < 0 || sin * fromA > length) [left, right] = [1, 0];
    if (sin !== 0) {
      const [one, other] = [(cos * fromA - reach) / sin, (cos * fromA + reach) / sin];
      left = Math.max(left, Math.min(one, other));
      right = Math.min(right, Math.max(one, other));
    } else if (fromA > reach || fromA < -reach) [left, right] = [1, 0];
    if (left <= right) {
      low = Math.min(low, ax + left);
      high = Math.max(high, ax + right);
    }
    if (low <= high) setSpan(window, row, Math.ceil(low - 0.5), Math.floor(high - 0.5) + 1);
  }
}
