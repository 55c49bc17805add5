import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { roles } from '../access/caller.ts';
import { everywhere } from '../access/scope.ts';
import type { Deps } from '../deps.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { phoneOf } from './file-queries.ts';
import { personOf } from './own-person.ts';
import type { Person } from './person.ts';
import { getPerson } from './queries.ts';
import { readStored, storedTables } from './stored-queries.ts';

/** A person's own copy of what is stored about them. */
export function storedRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/me/stored',
      summary: 'Everything stored about the caller and the devices they carried, as one JSON file',
      access: { roles: [], own: roles },
      handle: async (call) => {
        const id = personOf(callerOf(call));
        const person = {
          ...(await getPerson(deps.db, everywhere, id)),
          phone: await phoneOf(deps.db, id),
        };
        const { response } = call;
        response.attachment(`gridwarden-${person.number}.json`).type('application/json');
        response.setHeader('Cache-Control', 'private, no-store');
        await pipeline(Readable.from(documentOf(deps, person)), response);
      },
    }),
  ];
}

/** One row a line. */
async function* documentOf({ db, config }: Deps, person: Person): AsyncGenerator<string> {
  const { timeZone } = config;
  yield `{"writtenAt":${JSON.stringify(new Date())},\n"person":${JSON.stringify(person)}`;
  for (const table of storedTables) {
    yield `,\n${JSON.stringify(table.name)}:[`;
    let isFirst = true;
    for await (const row of readStored(db, table, { personId: person.id, timeZone })) {
      yield `${isFirst ? '' : ','}\n${JSON.stringify(row)}`;
      isFirst = false;
    }
    yield ']';
  }
  yield '}\n';
}
