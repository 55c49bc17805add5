import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { getDevice } from '../devices/queries.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { decideFix, exclusion, restoration } from './decide.ts';
import { listDecisions } from './decisions-store.ts';
import { toFeature } from './device-fixes.ts';
import { fixFeature } from './track-schemas.ts';

const params = z.strictObject({ id: idParam });

const decision = z.object({
  id: z.int(),
  decidedAt: z.iso.datetime(),
  decision: z
    .enum(['restore', 'exclude', 'judge'])
    .describe('Used though flagged; left out though good; or judged as any other again'),
  reasons: z.array(z.string()).describe('Why it was flagged then'),
  recordedAt: z.iso.datetime().describe('When the fix is of'),
  account: z.object({ id: z.int(), displayName: z.string() }),
  device: z.object({ id: z.int(), name: z.string() }),
  person: z.object({ id: z.int(), name: z.string() }).nullable().describe('Who carried the device'),
});

/** What a person says of single fixes, and the record of that. */
export function decisionRoutes(deps: Deps): Route[] {
  return [restoreRoute(deps), excludeRoute(deps), listRoute(deps)];
}

function restoreRoute({ db }: Deps): Route {
  return route({
    method: 'post',
    path: '/api/devices/:id/fixes/restore',
    summary: 'Have a flagged fix used all the same, or no longer',
    access: { roles: ['chief'] },
    params,
    body: restoration,
    response: fixFeature,
    handle: async (call) => {
      const { id } = await getDevice(db, call.scope, call.params.id);
      return toFeature(await decideFix(db, call.scope, id, call.body, callerOf(call).accountId));
    },
  });
}

function excludeRoute({ db }: Deps): Route {
  return route({
    method: 'post',
    path: '/api/devices/:id/fixes/exclude',
    summary: 'Have a fix left out of lines and visits though nothing speaks against it, or no longer',
    access: { roles: ['chief'] },
    params,
    body: exclusion,
    response: fixFeature,
    handle: async (call) => {
      const { id } = await getDevice(db, call.scope, call.params.id);
      return toFeature(await decideFix(db, call.scope, id, call.body, callerOf(call).accountId));
    },
  });
}

function listRoute({ db, config: { timeZone } }: Deps): Route {
  const time = moment(timeZone).optional();
  return route({
    method: 'get',
    path: '/api/fix-decisions',
    summary: 'Who had which fixes restored or excluded, latest first',
    access: { roles: ['admin', 'chief'] },
    query: z.strictObject({ device: idParam.optional(), from: time, to: time, ...pageQuery }),
    response: z.object({ decisions: z.array(decision), next: z.string().nullable() }),
    handle: async ({ scope, query: { limit, cursor, ...filter } }) => {
      const [after] = decodeCursor(z.tuple([z.int()]), cursor) ?? [];
      const rows = await listDecisions(db, scope, filter, { after, limit: limit + 1 });
      const { page, next } = cutPage(rows, limit, ({ id }) => [id]);
      return { decisions: page, next };
    },
  });
}
