import type { Knex } from 'knex';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { recordLook } from '../accounts/record-look.ts';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { erasePerson } from './erase.ts';
import { engagements, phoneOf, recordOf } from './file-queries.ts';
import { filterOf, filterQuery } from './filter.ts';
import { type Person, person, personChange, personFile, personInput } from './person.ts';
import { getPerson, listPeople } from './queries.ts';
import { changePerson, registerPerson } from './register.ts';

const roles = ['chief'] as const;
const own = ['officer', 'volunteer'] as const;
const params = z.strictObject({ id: idParam });
const listQuery = z.strictObject({ ...filterQuery, ...pageQuery });

/** The register of people: a chief's own stations, an officer's or volunteer's own file. */
export function peopleRoutes(deps: Deps): Route[] {
  const { db } = deps;
  const { timeZone } = deps.config;
  return [
    route({
      method: 'get',
      path: '/api/people',
      summary: 'People, without contact details',
      access: { roles, own },
      query: listQuery,
      response: z.object({ people: z.array(person), next: z.string().nullable() }),
      handle: async ({ scope, query: { limit, cursor, ...asked } }) => {
        const [after] = decodeCursor(z.tuple([z.string()]), cursor) ?? [];
        const filter = filterOf(asked, timeZone);
        const rows = await listPeople(db, scope, filter, { after, limit: limit + 1 });
        const { page, next } = cutPage(rows, limit, ({ number }) => [number]);
        return { people: page, next };
      },
    }),
    route({
      method: 'post',
      path: '/api/people',
      summary: 'Enter a person; without a number they get the next free one',
      access: { roles },
      body: personInput,
      response: person,
      status: 201,
      handle: async ({ scope, body }) =>
        withEntered(await registerPerson(db, scope, timeZone, body), body.phone ?? null),
    }),
    route({
      method: 'get',
      path: '/api/people/:id',
      summary: 'The file of a person, contact details included: that it was read is recorded',
      access: { roles, own },
      params,
      response: personFile,
      handle: (call) => readFile(db, call.scope, callerOf(call), call.params.id),
    }),
    route({
      method: 'patch',
      path: '/api/people/:id',
      summary: 'Change a person; leaving ends what they are engaged in',
      access: { roles },
      params,
      body: personChange,
      response: person,
      handle: async ({ scope, params, body }) =>
        withEntered(await changePerson(db, scope, timeZone, params.id, body), body.phone),
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

/** Recorded before it is answered: a look that cannot be recorded is not granted. */
async function readFile(db: Knex, scope: Scope, caller: Caller, id: number) {
  const file = await getPerson(db, scope, id);
  if (file.hasPhone)
    await recordLook(db, caller, {
      what: 'contact',
      period: { from: null, to: null },
      personIds: [id],
      deviceIds: [],
    });
  return {
    ...file,
    phone: await phoneOf(db, id),
    ...(await recordOf(db, id)),
    ...(await engagements(db, id, new Date())),
  };
}

/** What somebody has just entered they are told again; what was there before is not. */
function withEntered(file: Person, phone: string | null | undefined): Person {
  return phone === undefined ? file : { ...file, phone };
}
