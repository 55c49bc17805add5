import type { NearTrack } from './near-queries.ts';

/**
 * The stretches of time to read of a device that came near: its near tracks, and what lies between two of them that are
 * no further apart than a pause, for a stay may go on through it. Across a pause nothing is open.
 */
export function stretchesOf(tracks: readonly NearTrack[], pauseMs: number): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = [];
  for (const { from, to } of tracks) {
    const last = stretches.at(-1);
    if (last && from - last.to <= pauseMs) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches;
}
