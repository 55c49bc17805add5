import type { FlatPolygon } from '../../geo/wkb.ts';

/** True where both have the same polygons, wherever and whichever way round their rings begin, repeats left out. */
export function isSame(one: readonly FlatPolygon[], other: readonly FlatPolygon[]): boolean {
  return pairUp(one, other, samePolygon);
}

function samePolygon([shell, ...holes]: FlatPolygon, [otherShell, ...otherHoles]: FlatPolygon): boolean {
  if (!shell || !otherShell) return !shell && !otherShell;
  return sameRing(shell, otherShell) && pairUp(holes, otherHoles, sameRing);
}

/** True where each of the ones has a partner of its own among the others. */
function pairUp<T>(ones: readonly T[], others: readonly T[], isPair: (one: T, other: T) => boolean): boolean {
  if (ones.length !== others.length) return false;
  const left = [...others];
  return ones.every((one) => {
    const at = left.findIndex((other) => isPair(one, other));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** The second ring passes every vertex once, as rebuilt ones do, so that its beginning in the first is certain. */
function sameRing(one: Float64Array, other: Float64Array): boolean {
  const [a, b] = [withoutRepeats(one), withoutRepeats(other)];
  const count = a.length / 2 - 1;
  if (a.length !== b.length || count < 1) return false;
  for (let start = 0; start < count; start++) {
    if (a[start * 2] !== b[0] || a[start * 2 + 1] !== b[1]) continue;
    return [1, count - 1].some((step) => runsAlike(a, b, start, step));
  }
  return false;
}

function runsAlike(a: Float64Array, b: Float64Array, start: number, step: number): boolean {
  const count = a.length / 2 - 1;
  for (let i = 0, at = start; i < count; i++, at = (at + step) % count)
    if (a[at * 2] !== b[i * 2] || a[at * 2 + 1] !== b[i * 2 + 1]) return false;
  return true;
}

/** The ring without positions that repeat the one before, which do no harm. */
export function withoutRepeats(ring: Float64Array): Float64Array {
  let count = 2;
  const kept = Float64Array.from(ring);
  for (let i = 2; i < ring.length; i += 2) {
    if (ring[i] === kept[count - 2] && ring[i + 1] === kept[count - 1]) continue;
    kept[count] = ring[i] ?? 0;
    kept[count + 1] = ring[i + 1] ?? 0;
    count += 2;
  }
  return kept.subarray(0, Math.min(count, ring.length));
}
