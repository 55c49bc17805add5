import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { getDevice } from '../devices/queries.ts';
import { boundsParam, cutPage, decodeCursor, idParam, maxPage, pageQuery } from '../http/parse.ts';
import { NotFound } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { listDeviceFixes, toFeature } from './device-fixes.ts';
import { loadTrackFixes } from './drawn-fixes.ts';
import { trackFeatures } from './features.ts';
import { gpxDocument } from './gpx-document.ts';
import { linesOf } from './lines.ts';
import { listTracks } from './list.ts';
import { recordFixesSeen, recordTracksSeen } from './looked.ts';
import { playback, playbackOf } from './playback.ts';
import { loadTeams } from './teams-queries.ts';
import { fixFeatures, listedTrack, trackAnswer, trackLines } from './track-schemas.ts';

const access = { roles: ['chief'], own: ['officer', 'volunteer'] } as const;
const params = z.strictObject({ id: idParam });
const trackCursor = z.tuple([z.string(), z.int()]);
const fixCursor = z.tuple([z.string(), z.int(), z.int()]);
const mostFixesAPage = 10_000;
const mostMovers = 50;

/** Tracks and fixes of a chief's stations; officers and volunteers see their own. Every look is recorded. */
export function trackRoutes(deps: Deps): Route[] {
  return [listRoute(deps), linesRoute(deps), pointsRoute(deps), trackRoute(deps), fixesRoute(deps)];
}

function listRoute({ db, config: { timeZone } }: Deps): Route {
  const time = moment(timeZone).optional();
  return route({
    method: 'get',
    path: '/api/tracks',
    summary: 'Tracks that meet a period, latest first',
    access,
    query: z.strictObject({
      from: time,
      to: time,
      person: idParam.optional(),
      device: idParam.optional(),
      cell: idParam.optional(),
      bbox: boundsParam.optional(),
      ...pageQuery,
    }),
    response: z.object({ tracks: z.array(listedTrack), next: z.string().nullable() }),
    handle: async (call) => {
      const { limit, cursor, ...filter } = call.query;
      const after = decodeCursor(trackCursor, cursor);
      const rows = await listTracks(db, call.scope, filter, { after, limit: limit + 1 });
      const { page, next } = cutPage(rows, limit, ({ from, id }) => [from.toISOString(), id]);
      await recordTracksSeen(db, callerOf(call), 'tracks', page);
      return { tracks: page.map(trackAnswer), next };
    },
  });
}

function linesRoute({ db, config: { timeZone } }: Deps): Route {
  const time = moment(timeZone).optional();
  return route({
    method: 'get',
    path: '/api/tracks/lines',
    summary: 'Simplified lines of the tracks that meet a period, for a map',
    access,
    query: z.strictObject({
      from: time,
      to: time,
      plan: idParam.optional().describe('Only tracks about this plan’s cells'),
      person: idParam.optional(),
      team: idParam.optional().describe('Only tracks of its members at the time'),
      by: z.literal('movement').optional().describe('Cuts legs where the way of moving changes'),
      bbox: boundsParam.optional(),
      limit: z.coerce.number().int().min(1).max(maxPage).default(300),
    }),
    response: trackLines.extend({
      truncated: z.boolean().describe('There are more tracks than these'),
      tracks: z.array(listedTrack.extend({ teams: z.array(z.object({ id: z.int(), name: z.string() })) })),
    }),
    handle: async (call) => {
      const { limit, by, ...filter } = call.query;
      const order = { limit, byMovement: by !== undefined };
      const { features, truncated, tracks } = await linesOf(db, call.scope, filter, order);
      await recordTracksSeen(db, callerOf(call), 'track-lines', tracks);
      const teamsOf = await loadTeams(db, call.scope, tracks);
      const listed = tracks.map((track) => ({ ...trackAnswer(track), teams: teamsOf.get(track.id) ?? [] }));
      return { type: 'FeatureCollection', features, truncated, tracks: listed };
    },
  });
}

function pointsRoute({ db, config: { timeZone } }: Deps): Route {
  const time = moment(timeZone);
  return route({
    method: 'get',
    path: '/api/tracks/points',
    summary: 'Who was where when in a day, for playing it back',
    access,
    query: z.strictObject({
      from: time,
      to: time,
      plan: idParam.optional().describe('Only tracks about this plan’s cells'),
      person: idParam.optional(),
      team: idParam.optional().describe('Only its members at the time'),
      limit: z.coerce.number().int().min(1).max(mostMovers).default(mostMovers).describe('People at most'),
    }),
    response: playback,
    handle: async (call) => {
      const { limit, ...filter } = call.query;
      const { playback: answer, tracks } = await playbackOf(db, call.scope, filter, limit);
      await recordTracksSeen(db, callerOf(call), 'track-points', tracks);
      return answer;
    },
  });
}

function trackRoute({ db }: Deps): Route {
  return route({
    method: 'get',
    path: '/api/tracks/:id',
    summary: 'One track as GeoJSON (legs, gaps, flagged fixes) or GPX',
    access,
    params,
    query: z.strictObject({ f: z.enum(['geojson', 'gpx']).default('geojson') }),
    response: z.union([
      trackLines.extend({ track: listedTrack }),
      z.string().describe('The GPX document, where that is asked for'),
    ]),
    handle: async (call) => {
      const [track] = await listTracks(db, call.scope, { id: call.params.id }, { limit: 1 });
      if (!track) throw trackNotFound(call.params.id);
      const [fixes] = (await loadTrackFixes(db, call.scope, [track])).values();
      await recordTracksSeen(db, callerOf(call), 'track', [track]);
      if (!fixes) throw trackNotFound(track.id);
      if (call.query.f === 'geojson')
        return {
          type: 'FeatureCollection',
          track: trackAnswer(track),
          features: trackFeatures(track.id, fixes),
        };
      const name = track.isWhole ? track.deviceName : `${track.id}`;
      call.response
        .attachment(`track-${track.id}.gpx`)
        .type('application/gpx+xml')
        .send(gpxDocument(name, fixes));
      return undefined;
    },
  });
}

function fixesRoute({ db, config: { timeZone } }: Deps): Route {
  const time = moment(timeZone).optional();
  return route({
    method: 'get',
    path: '/api/devices/:id/fixes',
    summary: 'What is stored of a device, in order; flagged fixes with their reasons',
    access,
    params,
    query: z.strictObject({
      from: time,
      to: time,
      flagged: z.stringbool().default(true),
      ...pageQuery,
      limit: z.coerce.number().int().min(1).max(mostFixesAPage).default(mostFixesAPage),
    }),
    response: fixFeatures,
    handle: async (call) => {
      const { limit, cursor, ...filter } = call.query;
      const { id } = await getDevice(db, call.scope, call.params.id);
      const after = decodeCursor(fixCursor, cursor);
      const rows = await listDeviceFixes(db, call.scope, id, filter, { after, limit: limit + 1 });
      const { page, next } = cutPage(rows, limit, (fix) => [
        fix.recordedAt.toISOString(),
        fix.lonE7,
        fix.latE7,
      ]);
      await recordFixesSeen(db, callerOf(call), id, page);
      return { type: 'FeatureCollection', features: page.map(toFeature), next };
    },
  });
}

function trackNotFound(id: number): NotFound {
  return new NotFound(
    'track-not-found',
    `There is no track ${id} in your area.`,
    `您的辖区内没有轨迹 ${id}。`,
  );
}
