import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { lookedLately } from '../accounts/looked-lately.ts';
import { recordLook } from '../accounts/record-look.ts';
import type { DeviceFix } from './device-fixes.ts';
import type { ListedTrack } from './list.ts';

/** Records a look at tracks, once for everybody whose positions are shown; also of those shown without their name. */
export async function recordTracksSeen(
  db: Knex,
  caller: Caller,
  what: string,
  tracks: readonly ListedTrack[],
): Promise<void> {
  await recordLook(db, caller, {
    what,
    period: spanOf(tracks.flatMap(({ from, to }) => [from, to])),
    personIds: tracks.flatMap(({ person }) => person?.id ?? []),
    deviceIds: tracks.flatMap(({ person, deviceId }) => (person ? [] : deviceId)),
  });
}

/** Records a look at tracks drawn into one of a map's many pictures: of an account and track, once an hour. */
export async function recordTrackTileSeen(
  db: Knex,
  caller: Caller,
  tracks: readonly ListedTrack[],
  now: number,
): Promise<void> {
  const seen = lookedLately(db, caller.accountId, now);
  const unseen = tracks.filter(({ id }) => !seen.has(`track ${id}`));
  await recordTracksSeen(db, caller, 'track-lines', unseen);
  for (const { id } of unseen) seen.add(`track ${id}`);
}

/** Records a look at the fixes of a device. */
export async function recordFixesSeen(
  db: Knex,
  caller: Caller,
  deviceId: number,
  fixes: readonly DeviceFix[],
): Promise<void> {
  await recordLook(db, caller, {
    what: 'fixes',
    period: spanOf(fixes.map(({ recordedAt }) => recordedAt)),
    personIds: fixes.flatMap(({ personId }) => personId ?? []),
    deviceIds: fixes.some(({ personId }) => personId === null) ? [deviceId] : [],
  });
}

/** From the first to just after the last, since a period is half-open. */
function spanOf(instants: readonly Date[]): { from: Date | null; to: Date | null } {
  const [first] = instants;
  if (!first) return { from: null, to: null };
  const times = instants.map((at) => at.getTime());
  return {
    from: new Date(times.reduce((a, b) => Math.min(a, b))),
    to: new Date(times.reduce((a, b) => Math.max(a, b)) + 1),
  };
}
