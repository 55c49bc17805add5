import type { Knex } from 'knex';
import { loadTracks, loadVisitKeys, type VisitKey, writeChanges } from './derived-store.ts';
import type { ResumePoint } from './reading.ts';
import { recut } from './recut.ts';
import type { Device, Stretch } from './reread.ts';

/** Puts what a stretch was read as in the place of what it was read as before. */
export async function replaceStretch(db: Knex, device: Device, stretch: Stretch): Promise<void> {
  const { begin, end, closed, points, storedPoints } = stretch;
  const { deviceId, cellsRevision } = device;
  const old = await loadTracks(
    db,
    deviceId,
    trackBound(begin),
    trackBound(end),
    begin.derived.track?.startedAt,
  );
  const goesOn = end.derived.track?.startedAt;
  const cut = recut(
    old.filter(({ startedAt }) => startedAt !== goesOn),
    closed.tracks,
  );
  const changes = {
    visits: closed.visits,
    visitsGone: await visitsGone(db, deviceId, stretch),
    tracks: closed.tracks,
    tracksGone: cut.gone,
    tracksMoved: cut.moved,
    points,
    pointsGone: [...storedPoints.keys()].filter((at) => at > begin.at && at < end.at && !points.has(at)),
    touched: { from: visitBound(begin), to: end.at },
  };
  await writeChanges(db, cellsRevision, [{ deviceId, changes }]);
}

async function visitsGone(db: Knex, deviceId: number, { begin, end, closed }: Stretch): Promise<VisitKey[]> {
  const old = await loadVisitKeys(db, deviceId, visitBound(begin), visitBound(end));
  const kept = new Set([...closed.visits, ...end.derived.visits.values()].map(nameOf));
  return old.filter((visit) => !kept.has(nameOf(visit)));
}

function nameOf({ cellId, enteredAt }: VisitKey): string {
  return `${cellId} ${enteredAt}`;
}

/**
 * Visits that began before this were opened by fixes before the point, and those from here on by fixes after it: a
 * pair of fixes opens a visit at its first, and the pair of the last good fix is not yet complete.
 */
function visitBound({ at, derived, waiting }: ResumePoint): number {
  return derived.last?.at ?? waiting[0]?.at ?? at;
}

function trackBound({ at, waiting }: ResumePoint): number {
  return waiting[0]?.at ?? at;
}
