import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { changeTeam, createTeam, deleteTeam } from './manage.ts';
import { getTeam, listTeams } from './queries.ts';
import { team, teamChange, teamInput, teamKind } from './team.ts';

const access = { roles: ['chief'] } as const;
const params = z.strictObject({ id: idParam });
const listQuery = z.strictObject({
  kind: teamKind.optional(),
  station: idParam.optional(),
  person: idParam.optional(),
  q: z.string().max(100).optional(),
  ...pageQuery,
});

/** Teams of the chief's stations. Volunteers see their own teams in their file. */
export function teamRoutes({ db, config: { timeZone } }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/teams',
      summary: 'Teams',
      access,
      query: listQuery,
      response: z.object({ teams: z.array(team), next: z.string().nullable() }),
      handle: async ({ scope, query: { limit, cursor, ...filter } }) => {
        const [after] = decodeCursor(z.tuple([z.int()]), cursor) ?? [];
        const rows = await listTeams(db, scope, filter, { after, limit: limit + 1 });
        const { page, next } = cutPage(rows, limit, ({ id }) => [id]);
        return { teams: page, next };
      },
    }),
    route({
      method: 'post',
      path: '/api/teams',
      summary: 'Found a team',
      access,
      body: teamInput,
      response: team,
      status: 201,
      handle: ({ scope, body }) => createTeam(db, scope, timeZone, body),
    }),
    route({
      method: 'get',
      path: '/api/teams/:id',
      summary: 'One team',
      access,
      params,
      response: team,
      handle: ({ scope, params }) => getTeam(db, scope, params.id),
    }),
    route({
      method: 'patch',
      path: '/api/teams/:id',
      summary: 'Change a team or its members',
      access,
      params,
      body: teamChange,
      response: team,
      handle: ({ scope, params, body }) => changeTeam(db, scope, timeZone, params.id, body),
    }),
    route({
      method: 'delete',
      path: '/api/teams/:id',
      summary: 'Disband a team; who belonged to it when is kept',
      access,
      params,
      status: 204,
      handle: ({ scope, params }) => deleteTeam(db, scope, params.id),
    }),
  ];
}
