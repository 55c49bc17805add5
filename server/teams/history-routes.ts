import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { giveCells, takeCells } from './cells.ts';
import { listMemberships, listTeamCells } from './history-queries.ts';
import { joinTeam, leaveTeam } from './members.ts';
import {
  given,
  givingInput,
  joiningInput,
  leavingInput,
  membership,
  takingInput,
  teamCell,
} from './membership.ts';
import { getTeam } from './queries.ts';
import { team } from './team.ts';

const access = { roles: ['chief'] } as const;
const params = z.strictObject({ id: idParam });

/** Who belongs to a team and which cells are its own, over time. */
export function teamHistoryRoutes({ db, config: { timeZone } }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/teams/:id/members',
      summary: 'Members of now and before, as far as your area covers them',
      access,
      params,
      query: z.strictObject(pageQuery),
      response: z.object({ members: z.array(membership), next: z.string().nullable() }),
      handle: async ({ scope, params: { id }, query: { limit, cursor } }) => {
        await getTeam(db, scope, id);
        const after = decodeCursor(z.tuple([z.string(), z.int()]), cursor);
        const rows = await listMemberships(db, scope, id, { after, limit: limit + 1 });
        const { page, next } = cutPage<(typeof rows)[number]>(rows, limit, (row) => [
          row.ended,
          row.person_id,
        ]);
        return { members: page.map(({ ended: _ended, person_id: _id, ...row }) => row), next };
      },
    }),
    route({
      method: 'post',
      path: '/api/teams/:id/members',
      summary: 'People join the team for a period',
      access,
      params,
      body: joiningInput(timeZone),
      response: team,
      handle: ({ scope, params: { id }, body: { people, from = new Date(), to = null } }) =>
        joinTeam(db, scope, timeZone, id, { people, from, to }),
    }),
    route({
      method: 'post',
      path: '/api/teams/:id/members/leave',
      summary: 'People leave the team now or at an instant',
      access,
      params,
      body: leavingInput(timeZone),
      response: team,
      handle: ({ scope, params: { id }, body: { people, at = new Date() } }) =>
        leaveTeam(db, scope, id, { people, at }),
    }),
    route({
      method: 'get',
      path: '/api/teams/:id/cells',
      summary: "Cells that are and were the team's own",
      access,
      params,
      response: z.object({ cells: z.array(teamCell) }),
      handle: async ({ scope, params: { id } }) => {
        await getTeam(db, scope, id);
        return { cells: await listTeamCells(db, id) };
      },
    }),
    route({
      method: 'post',
      path: '/api/teams/:id/cells',
      summary: 'Give the team cells of its own, by id or by codes or a filter of a plan',
      access,
      params,
      body: givingInput(timeZone),
      response: given,
      handle: async ({ scope, params: { id }, body }) => ({ cells: await giveCells(db, scope, id, body) }),
    }),
    route({
      method: 'post',
      path: '/api/teams/:id/cells/take',
      summary: 'Take cells from the team now or at an instant',
      access,
      params,
      body: takingInput(timeZone),
      status: 204,
      handle: ({ scope, params: { id }, body: { cells, at = new Date() } }) =>
        takeCells(db, scope, id, { cells, at }),
    }),
  ];
}
