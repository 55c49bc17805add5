import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { erasePerson } from './erase.ts';
import { person, personChange, personInput, personKind } from './person.ts';
import { engagements, getPerson, listPeople } from './queries.ts';
import { changePerson, registerPerson } from './register.ts';

const roles = ['chief'] as const;
const own = ['officer', 'volunteer'] as const;
const params = z.strictObject({ id: idParam });
const listQuery = z.strictObject({
  q: z.string().max(100).optional(),
  kind: personKind.optional(),
  station: idParam.optional(),
  skill: z.string().max(50).optional(),
  team: idParam.optional(),
  ...pageQuery,
});

const at = z.iso.datetime({ offset: true });
const period = { id: z.int(), from: at, to: at.nullable() };
const personNow = person.extend({
  assignments: z.array(
    z.object({ ...period, cellId: z.int().nullable(), areaId: z.int().nullable(), role: z.string() }),
  ),
  duties: z.array(z.object(period)),
  teams: z.array(z.object({ id: z.int(), name: z.string(), kind: z.string() })),
});

/** The register of people: a chief's own stations, an officer's or volunteer's own file. */
export function peopleRoutes(deps: Deps): Route[] {
  const { db } = deps;
  const { timeZone } = deps.config;
  return [
    route({
      method: 'get',
      path: '/api/people',
      summary: 'People',
      access: { roles, own },
      query: listQuery,
      response: z.object({ people: z.array(person), next: z.string().nullable() }),
      handle: async ({ scope, query: { limit, cursor, ...filter } }) => {
        const [after] = decodeCursor(z.tuple([z.string()]), cursor) ?? [];
        const rows = await listPeople(db, scope, filter, { after, limit: limit + 1 });
        const { page, next } = cutPage(rows, limit, ({ number }) => [number]);
        return { people: page, next };
      },
    }),
    route({
      method: 'post',
      path: '/api/people',
      summary: 'Enter a person',
      access: { roles },
      body: personInput,
      response: person,
      status: 201,
      handle: ({ scope, body }) => registerPerson(db, scope, body),
    }),
    route({
      method: 'get',
      path: '/api/people/:id',
      summary: 'One person, with what they are assigned to and whether they are on duty now',
      access: { roles, own },
      params,
      response: personNow,
      handle: async ({ scope, params }) => ({
        ...(await getPerson(db, scope, params.id)),
        ...(await engagements(db, params.id, new Date())),
      }),
    }),
    route({
      method: 'patch',
      path: '/api/people/:id',
      summary: 'Change a person; leaving ends what they are engaged in',
      access: { roles },
      params,
      body: personChange,
      response: person,
      handle: ({ scope, params, body }) => changePerson(db, scope, timeZone, params.id, body),
    }),
    route({
      method: 'delete',
      path: '/api/people/:id',
      summary: 'Erase a person: identity becomes a number, raw positions are deleted',
      access: { roles },
      params,
      status: 204,
      handle: ({ scope, params }) => erasePerson(deps, scope, params.id),
    }),
  ];
}
