import pino from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { allRoutes } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { Route } from '../../server/http/route.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { guardedCalls, nameOf, paramsOf, pathOf } from '../support/guarded-calls.ts';
import { startServer } from '../support/server.ts';
import { makeTwoStations } from '../support/two-stations.ts';

const { db } = await testDatabase();
const routes = allRoutes({ db, config: readConfig({}), log: pino({ level: 'silent' }) });

/** Whoever asks about a period of time; the decisions of weeks take both weeks. */
function asksAboutPeriod({ method, path, query }: Route): boolean {
  if (method !== 'get' || path === '/api/decisions' || !(query instanceof z.ZodObject)) return false;
  return 'from' in query.shape && 'to' in query.shape;
}

test('no route answers about a period that is reversed, has no length or is no time, and none fails over all ages', async () => {
  const { alpha } = await makeTwoStations(db);
  const grants = (['admin', 'planner', 'chief'] as const).map((role) => ({ role, areaId: null }));
  const { token } = await makeAccount(db, { grants });
  const chief = (await startServer(db)).withToken(token);
  const asking = routes.filter(asksAboutPeriod);
  expect(asking.length).toBeGreaterThan(10);
  const found: [string, number][] = [];
  for (const route of asking) {
    const query = guardedCalls[nameOf(route)]?.query?.(alpha.has);
    const ask = (from: string, to: string) =>
      chief.get(pathOf(route, paramsOf(route, alpha), { ...query, from, to }));
    for (const [from, to] of [
      ['2026-03-02', '2026-03-01'],
      ['2026-03-02', '2026-03-02'],
      // The same instant, told twice.
      ['2026-03-02T00:00:00Z', '2026-03-02T08:00:00+08:00'],
      ['2026-02-30', '2026-03-02'],
      ['0000-01-01', '2026-03-02'],
      ['2026-03-02', '10000-01-01'],
    ] as const) {
      const { status } = await ask(from, to);
      if (status !== 422) found.push([`${nameOf(route)} ${from} ${to}`, status]);
    }
    // What is too long for a route is refused with a reason.
    const { status } = await ask('0001-01-01', '9999-12-31');
    if (status !== 200 && status !== 204 && status !== 422)
      found.push([`${nameOf(route)} over all ages`, status]);
  }
  expect(found).toEqual([]);
});
