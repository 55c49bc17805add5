import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { Forbidden } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { changeThresholds, listThresholds, thresholds } from './change-thresholds.ts';
import { deviceKinds } from './thresholds.ts';

const kind = z.enum(deviceKinds);
const answer = z.object({
  kinds: z.array(
    z.object({
      kind,
      thresholds,
      defaults: thresholds,
      devices: z.int(),
      waiting: z.int().describe('Devices whose history is still to be judged again'),
      changedAt: z.iso.datetime().nullable(),
      changedBy: z.string().nullable(),
    }),
  ),
});

function notEverywhere(): Forbidden {
  return new Forbidden(
    'thresholds-of-everybody',
    'What positions are judged by holds in the whole district; an administrator of all of it may change it.',
    '判定阈值在全旗县通用，只有全域管理员可以修改。',
  );
}

/** What fixes are judged by and tracks and visits are cut by, for each kind of device. */
export function thresholdRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/thresholds',
      summary: 'What the positions of each kind of device are judged by',
      access: { roles: ['admin', 'chief'] },
      response: answer,
      handle: async () => ({ kinds: await listThresholds(db) }),
    }),
    route({
      method: 'put',
      path: '/api/thresholds',
      summary: 'Change what the positions of a kind of device are judged by, those of the past included',
      access: { roles: ['admin'] },
      body: z.strictObject({ kind, thresholds }),
      response: answer,
      handle: async (call) => {
        if (!call.scope.everywhere) throw notEverywhere();
        await changeThresholds(db, { ...call.body, accountId: callerOf(call).accountId });
        return { kinds: await listThresholds(db) };
      },
    }),
  ];
}
