import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { personOf } from '../people/own-person.ts';
import { duty } from './duty.ts';
import { goOffDuty, goOnDuty, presentDuty } from './own.ts';

const path = '/api/me/duty';
const access = { roles: [], own: ['chief', 'officer', 'volunteer'] } as const;
const response = z.object({ duty: duty.nullable() });

/** On and off duty, by whoever it is about; by the server's clock, never backwards. */
export function ownDutyRoutes({ db, config: { timeZone } }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path,
      summary: 'The duty that the caller is on; null while off duty',
      access,
      response,
      handle: async (call) => ({ duty: await presentDuty(db, personOf(callerOf(call))) }),
    }),
    route({
      method: 'put',
      path,
      summary: 'Go on duty from now on: positions are kept from this moment',
      access,
      response,
      handle: async (call) => ({ duty: await goOnDuty(db, timeZone, personOf(callerOf(call))) }),
    }),
    route({
      method: 'delete',
      path,
      summary: 'Go off duty now: of positions from this moment on nothing is kept but a count',
      access,
      response: z.object({ duty: z.null() }),
      handle: async (call) => {
        await goOffDuty(db, timeZone, personOf(callerOf(call)));
        return { duty: null };
      },
    }),
  ];
}
