/** The area within a flat closed ring in squares of its unit, whichever way it runs: to compare outlines by their size. */
export function ringArea(ring: Float64Array | undefined): number {
  if (!ring) return 0;
  const [baseX = 0, baseY = 0] = ring;
  let doubled = 0;
  for (let i = 2; i + 1 < ring.length; i += 2)
    doubled +=
      ((ring[i - 2] ?? 0) - baseX) * ((ring[i + 1] ?? 0) - baseY) -
      ((ring[i] ?? 0) - baseX) * ((ring[i - 1] ?? 0) - baseY);
  return Math.abs(doubled) / 2;
}
