import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Grant, type Role, roles } from '../server/access/caller.ts';
import { hashSecret, makeSecret } from '../server/accounts/token.ts';
import { allRoutes } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import type { Route } from '../server/http/route.ts';
import { makeAccount } from './support/accounts.ts';
import { type Call, callerOf } from './support/call.ts';
import { testDatabase } from './support/database.ts';
import {
  bodyOf,
  filters,
  guardedCalls,
  nameOf,
  openRoutes,
  ownRoutes,
  paramsOf,
  pathOf,
} from './support/guarded-calls.ts';
import { startServer } from './support/server.ts';
import { type District, makeTwoStations, type Station } from './support/two-stations.ts';

const { db } = await testDatabase();
const routes = allRoutes({ db, config: readConfig({}), log: pino({ level: 'silent' }) });
const guarded = routes.filter((route) => !(nameOf(route) in openRoutes));
/** Routes that could answer for an area. */
const foreign = guarded.filter((route) => !(nameOf(route) in ownRoutes));
const reading = foreign.filter(({ method }) => method === 'get');

let district: District;
let alpha: Station;
let bravo: Station;
let url: string;

beforeEach(async () => {
  district = await makeTwoStations(db);
  ({ alpha, bravo } = district);
  ({ url } = await startServer(db));
});

/** Somebody of the first station in these roles. */
async function somebody(held: readonly Role[], personId: number | null = null): Promise<Call> {
  const grants: Grant[] = held.map((role) => ({ role, areaId: alpha.has.areas }));
  const { accountId, token } = await makeAccount(db, { grants, personId });
  // An import is for whoever sent it.
  if (held.includes('planner'))
    await db('imports').where({ id: alpha.has.imports }).update({ account_id: accountId });
  if (held.includes('chief'))
    await db('imports').where({ id: alpha.has.roster }).update({ account_id: accountId });
  return callerOf(url, token);
}

/** What some routes did that they should not have; each is asked in turn, since the others must find all in place. */
async function violations(
  list: readonly Route[],
  ask: (route: Route) => Promise<string | undefined>,
): Promise<string[]> {
  const found: string[] = [];
  for (const route of list) {
    const wrong = await ask(route).catch((error: Error) => error.message);
    if (wrong) found.push(`${nameOf(route)}: ${wrong}`.slice(0, 1_000));
  }
  return found;
}

test('what is open to whoever asks is listed, with the reason', () => {
  const open = routes.filter(({ access }) => access === 'public' || access === 'path-token');
  expect(open.map(nameOf).sort()).toEqual(Object.keys(openRoutes).sort());
});

test('every list of calls is about routes that there are', () => {
  const names = new Set(routes.map(nameOf));
  const stale = [openRoutes, ownRoutes, guardedCalls].flatMap(Object.keys).filter((name) => !names.has(name));
  expect(stale).toEqual([]);
});

test('no route answers somebody who has not signed in', async () => {
  const callers = [callerOf(url), callerOf(url, 'a token that nobody has')];
  const wrong = await violations(guarded, async (route) => {
    const { path, body } = nameOf(route) in ownRoutes ? { path: route.path, body: {} } : callOf(route, alpha);
    const answers = await Promise.all(callers.map((call) => call(route.method, path, sendable(route, body))));
    return answers.every(({ status }) => status === 401) ? undefined : `answered ${answers.map(said)}`;
  });
  expect(wrong).toEqual([]);
});

describe('to whoever is responsible for one station', () => {
  let chief: Call;
  beforeEach(async () => {
    chief = await somebody(['admin', 'planner', 'chief']);
  });

  test('no route answers, or changes anything, for what is of another', async () => {
    const naming = foreign.filter(({ path, method }) => method !== 'get' || path.includes(':'));
    const wrong = await violations(naming, async (route) => {
      const { path, body } = callOf(route, bravo);
      const answer = await chief(route.method, path, body);
      const isRefused = isRefusal(answer, !route.path.includes(':')) && !answer.text.includes(bravo.word);
      return isRefused ? undefined : `answered ${said(answer)}`;
    });
    expect(wrong).toEqual([]);
  });

  test('no route takes what is of another into what is the own', async () => {
    const wrong = await violations(foreign, async (route) => {
      const [own, others] = [bodyOf(route, alpha), bodyOf(route, bravo)];
      if (!route.path.includes(':') || JSON.stringify(own) === JSON.stringify(others)) return undefined;
      const answer = await chief(route.method, callOf(route, alpha).path, others);
      return isRefusal(answer, true) ? undefined : `answered ${said(answer)}`;
    });
    expect(wrong).toEqual([]);
  });

  test('no route gives away anything of another beside the own', async () => {
    const wrong = await violations(reading, async (route) => {
      const { path } = callOf(route, alpha);
      const answer = await chief('get', path);
      if (answer.status >= 300) return `answered ${said(answer)}`;
      return tellsOf(answer.text, bravo);
    });
    expect(wrong).toEqual([]);
  });

  test('no filter finds what is of another', async () => {
    const filtering = reading.flatMap((route) =>
      filterNames(route).flatMap((name) => (filters[name] ? [{ route, name, key: filters[name] }] : [])),
    );
    const wrong: string[] = [];
    for (const { route, name, key } of filtering) {
      const query = { ...guardedCalls[nameOf(route)]?.query?.(alpha.has), [name]: bravo.has[key] };
      const answer = await chief('get', pathOf(route, paramsOf(route, alpha), query));
      const told = answer.status === 200 ? tellsOf(answer.text, bravo) : undefined;
      if (told || ![200, 403, 404].includes(answer.status))
        wrong.push(`${nameOf(route)}?${name}: ${told ?? said(answer)}`);
    }
    expect(wrong).toEqual([]);
  });

  test('a plan of both gives nothing of the other and is not changed', async () => {
    const { sharedPlan: plans, sharedDraft: draft } = district;
    const shared = { ...alpha, has: { ...alpha.has, plans, draft } };
    const ofPlans = foreign.filter(({ path }) => /^\/(api|tiles)\/(\w+\/)?(plans|:plan)\b/.test(path));
    const wrong = await violations(ofPlans, async (route) => {
      if (!route.path.includes(':')) return undefined;
      const { path, body } = callOf(route, shared);
      const answer = await chief(route.method, path, body);
      const isRight = isRefusal(answer, false) || (route.method === 'get' && answer.status < 300);
      return isRight ? tellsOf(answer.text, bravo) : `answered ${said(answer)}`;
    });
    expect(wrong).toEqual([]);
  });
});

test('the token of a device opens only what accepts one, and nothing of another device', async () => {
  const token = makeSecret();
  await db('tokens').insert({ kind: 'device', hash: hashSecret(token), device_id: alpha.has.devices });
  const call = callerOf(url, token);
  const wrong = await violations(guarded, async (route) => {
    if (nameOf(route) in ownRoutes) return undefined;
    const { path, body } = callOf(route, route.acceptsDeviceToken ? bravo : alpha);
    const answer = await call(route.method, path, body);
    return answer.status === 403 ? undefined : `answered ${said(answer)}`;
  });
  expect(wrong).toEqual([]);
});

test('no route answers a role that it does not name', async () => {
  const callers = new Map<Role, Call>();
  for (const role of roles) callers.set(role, await somebody([role]));
  const wrong = await violations(guarded, async ({ access, ...route }) => {
    if (typeof access !== 'object') return undefined;
    const { path, body } = callOf({ access, ...route }, alpha);
    const lacking = roles.filter((role) => ![...access.roles, ...(access.own ?? [])].includes(role));
    const answers = await Promise.all(lacking.map((role) => callers.get(role)?.(route.method, path, body)));
    const answered = lacking.filter((_, index) => answers[index]?.status !== 403);
    return answered.length === 0 ? undefined : `answered ${answered}`;
  });
  expect(wrong).toEqual([]);
});

describe('nobody is shown', () => {
  const tellsOfPeople = async (call: Call) =>
    violations(reading, async (route) => {
      const answer = await call('get', callOf(route, alpha).path);
      const { people, teams, assignments, duties, carriers, devices, tracks, accounts, looks } = alpha.has;
      const named = /alpha-(person|phone|team|device|account|look)/.exec(answer.text)?.[0];
      const ids = [people, teams, assignments, duties, carriers, devices, tracks, accounts, looks];
      const told = answer.status === 200 ? idsIn(answer.text, ids) : [];
      return named || told.length > 0 ? `told ${named ?? ''} ${told}: ${said(answer)}` : undefined;
    });

  test('to a viewer', async () => {
    expect(await tellsOfPeople(await somebody(['viewer']))).toEqual([]);
  });

  test('to a planner, who draws and does not command', async () => {
    expect(await tellsOfPeople(await somebody(['planner']))).toEqual([]);
  });

  test.for(['officer', 'volunteer'] as const)('to an %s, but for themself', async (role) => {
    const [self] = await db('people')
      .insert({ number: 'self', name: 'self', kind: role, station_area_id: alpha.has.areas })
      .returning('id');
    expect(await tellsOfPeople(await somebody([role], self.id))).toEqual([]);
  });
});

function callOf(route: Route, station: Station) {
  const query = guardedCalls[nameOf(route)]?.query?.(station.has);
  return { path: pathOf(route, paramsOf(route, station), query), body: bodyOf(route, station) };
}

function sendable({ method }: Route, body: unknown): unknown {
  return method === 'get' ? undefined : body;
}

type Answer = { status: number; text: string };

const said = ({ status, text }: Answer) => `${status} ${text.slice(0, 600)}`;

/**
 * Not there, or not yours. What a body refers to may also be wrong input, but only as it was looked up: a body that is
 * refused for its shape proves nothing.
 */
function isRefusal({ status, text }: Answer, isByBody: boolean): boolean {
  if (status === 403 || status === 404) return true;
  return isByBody && status === 422 && !text.includes('"title":"invalid input"');
}

/** What an answer holds of a station; undefined where it holds nothing. */
function tellsOf(text: string, { ids, word }: Station): string | undefined {
  const told = [...idsIn(text, ids), ...(text.includes(word) ? [word] : [])];
  return told.length > 0 ? `told ${told}: ${text.slice(0, 600)}` : undefined;
}

function idsIn(text: string, ids: readonly number[]): number[] {
  const numbers = new Set(text.match(/\d+/g)?.map(Number));
  return ids.filter((id) => numbers.has(id));
}

function filterNames({ query }: Route): string[] {
  if (!query) return [];
  const { properties = {} } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
  return Object.keys(properties);
}
