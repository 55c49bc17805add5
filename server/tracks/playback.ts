import type { Knex } from 'knex';
import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import { InvalidInput } from '../http/problem.ts';
import { loadTrackFixes } from './drawn-fixes.ts';
import { drawTrack } from './line.ts';
import { type ListedTrack, listTracks, type TrackFilter } from './list.ts';
import { packRun, playedMetres, thinInTime } from './timed.ts';

const longestMs = 49 * 3_600_000;
/** Tracks that are looked through for those who went furthest. */
const mostListed = 2_000;
/** So many fixes are read for one answer at most. */
const mostFixes = 300_000;

export const playback = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  truncated: z.boolean().meta({ description: 'More were out than these' }),
  movers: z.array(
    z.object({
      person: z.object({ id: z.int(), name: z.string() }).nullable(),
      deviceName: z.string().nullable().meta({ description: 'Null for people of another station' }),
      tracks: z.array(z.int()),
      runs: z.array(z.object({ start: z.tuple([z.int(), z.int(), z.int()]), steps: z.array(z.int()) })).meta({
        description:
          'Stretches that were reported, in order: seconds since 1970 and millionths of a degree of the first fix, then the differences of each further one. Between two stretches nothing is known.',
      }),
    }),
  ),
});
export type Playback = z.output<typeof playback>;

/**
 * Who moved how in a period of a day or two, for playing it back: the people, or devices that nobody carried, that went
 * furthest, at most `most` of them. InvalidInput where the period is longer.
 */
export async function playbackOf(
  db: Knex,
  scope: Scope,
  filter: TrackFilter & { from: Date; to: Date },
  most: number,
): Promise<{ playback: Playback; tracks: ListedTrack[] }> {
  const { from, to } = filter;
  refuseWrongPeriod(from, to);
  const listed = await listTracks(db, scope, filter, { limit: mostListed + 1 });
  const chosen = furthest(listed.slice(0, mostListed), most);
  const tracks = chosen.flat();
  const drawn = await loadTrackFixes(db, scope, tracks);
  const movers = chosen.map((ofOne) => {
    const [first] = ofOne;
    const runs = ofOne.toReversed().flatMap(({ id }) => {
      const track = drawn.get(id);
      if (!track) return [];
      return drawTrack(track.thresholds, track.fixes, track.leadIn).runs.flatMap((run) => {
        const inside = run.filter(({ at }) => at >= from.getTime() && at < to.getTime());
        return inside.length === 0 ? [] : [packRun(thinInTime(inside, playedMetres))];
      });
    });
    return {
      person: first?.isWhole ? first.person : null,
      deviceName: first?.isWhole ? first.deviceName : null,
      tracks: ofOne.map(({ id }) => id),
      runs,
    };
  });
  const truncated = tracks.length < listed.length;
  return {
    playback: { from: from.toISOString(), to: to.toISOString(), truncated, movers },
    tracks,
  };
}

/** The tracks of each mover, latest first; of strangers nobody can tell which are the same one's. */
function furthest(tracks: readonly ListedTrack[], most: number): ListedTrack[][] {
  const movers = new Map<string, ListedTrack[]>();
  for (const track of tracks) {
    const { isWhole, person, deviceId, id } = track;
    const key = !isWhole ? `track ${id}` : person ? `person ${person.id}` : `device ${deviceId}`;
    movers.set(key, [...(movers.get(key) ?? []), track]);
  }
  const metresOf = (ofOne: readonly ListedTrack[]) => ofOne.reduce((sum, { metres }) => sum + metres, 0);
  const sorted = [...movers.values()].sort((a, b) => metresOf(b) - metresOf(a)).slice(0, most);
  let fixes = 0;
  return sorted.filter((ofOne, index) => {
    fixes += ofOne.reduce((sum, track) => sum + track.fixes, 0);
    return index === 0 || fixes <= mostFixes;
  });
}

function refuseWrongPeriod(from: Date, to: Date): void {
  const lasts = to.getTime() - from.getTime();
  if (lasts > 0 && lasts <= longestMs) return;
  throw new InvalidInput(
    'wrong-period',
    'A period of two days at most can be played back, and it must end after it begins.',
    '最多回放两天，且结束时间必须晚于开始时间。',
    [{ path: 'to', reason: 'not within two days after from' }],
  );
}
