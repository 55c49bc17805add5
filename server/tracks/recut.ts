import type { Period } from './custody.ts';

type Cut = { readonly startedAt: number; readonly endedAt: number };

/** Beginnings of tracks that are gone, and of those that another beginning has now. */
export type Recut = { gone: number[]; moved: Period[] };

/**
 * A track that is cut again keeps its row and id: the one that begins where it began, else the one that shares most of
 * its time, if that is new.
 */
export function recut(old: readonly Cut[], tracks: readonly Cut[]): Recut {
  const starts = new Set(tracks.map(({ startedAt }) => startedAt));
  const oldStarts = new Set(old.map(({ startedAt }) => startedAt));
  const unnamed = new Set(tracks.filter(({ startedAt }) => !oldStarts.has(startedAt)));
  const [gone, moved]: [number[], Period[]] = [[], []];
  for (const one of old) {
    if (starts.has(one.startedAt)) continue;
    const heir = mostShared(one, unnamed);
    if (heir) {
      unnamed.delete(heir);
      moved.push({ from: one.startedAt, to: heir.startedAt });
    } else gone.push(one.startedAt);
  }
  return { gone, moved };
}

function mostShared(old: Cut, tracks: Iterable<Cut>): Cut | undefined {
  let [best, most]: [Cut | undefined, number] = [undefined, -1];
  for (const track of tracks) {
    const shared = Math.min(old.endedAt, track.endedAt) - Math.max(old.startedAt, track.startedAt);
    if (shared > most) [best, most] = [track, shared];
  }
  return best;
}
