import { z } from 'zod';
import { isMigrated } from '../database/migrate.ts';
import type { Deps } from '../deps.ts';
import { Unavailable } from './problem.ts';
import { type Route, route } from './route.ts';

const info = z.object({ name: z.string(), version: z.string(), timeZone: z.string(), demo: z.boolean() });

/** What a supervisor and the sign-in page ask. */
export function statusRoutes({ db, config }: Deps, version: string): Route[] {
  return [
    route({
      method: 'get',
      path: '/healthz',
      summary: 'The process lives',
      access: 'public',
      response: z.object({ status: z.literal('ok') }),
      handle: () => ({ status: 'ok' }),
    }),
    route({
      method: 'get',
      path: '/readyz',
      summary: 'The database answers and is migrated',
      access: 'public',
      response: z.object({ status: z.literal('ready') }),
      handle: async () => {
        if (!(await isMigrated(db)))
          throw new Unavailable(
            'not-migrated',
            'Migrations are still to be applied.',
            '数据库迁移尚未完成。',
          );
        return { status: 'ready' };
      },
    }),
    route({
      method: 'get',
      path: '/api/info',
      summary: 'What this installation is',
      access: 'public',
      response: info,
      handle: async () => ({
        name: 'Gridwarden',
        version,
        timeZone: config.timeZone,
        demo: await isDemonstration(db),
      }),
    }),
  ];
}

async function isDemonstration(db: Deps['db']): Promise<boolean> {
  return (await db('demonstrations').whereNotNull('finished_at').first('id')) !== undefined;
}
