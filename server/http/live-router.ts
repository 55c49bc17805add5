import type { IncomingMessage } from 'node:http';
import express, { type Request, type RequestHandler } from 'express';
import type { Deps } from '../deps.ts';
import { answerProblems } from './errors.ts';
import { noSuchPath } from './failure.ts';
import type { LoadLimit } from './load.ts';
import { logLiveRequests } from './log.ts';
import { type Route, routeHandler } from './route.ts';

export const liveBodyBytes = 4 * 1024 * 1024;
/** Where live clients send what they will. Express tells upper case from lower case in no path. */
const livePath = /^\/(ingest|api\/v1\/overland)(\/|$)/i;

const failures = new WeakMap<IncomingMessage, { error: unknown }>();

/** Has a request answered as one of the router's that threw this. */
export function failWith(request: IncomingMessage, error: unknown): void {
  failures.set(request, { error });
}

/**
 * The routes of live clients, before and apart from all others: they are asked hundreds of times a second, and what a
 * page needs (cookies, policies, compression) is no use to them. `isKnown` says whether the credential in the address is
 * a device's.
 */
export function liveRouter(
  deps: Deps,
  limit: LoadLimit,
  routes: readonly Route[],
  isKnown: (request: Request) => Promise<boolean>,
): RequestHandler {
  const router = express.Router();
  const read = express.raw({ type: () => true, limit: liveBodyBytes });
  router.use(logLiveRequests(deps.log), liveHeaders, async (request, response, next) => {
    const failure = failures.get(request);
    if (failure) return next(failure.error);
    // What strangers send is never read: they are not to take the memory that others need.
    const isDevice = await isKnown(request);
    // The line was cut meanwhile: what came of the body would look like a whole one that cannot be understood.
    if (request.socket.destroyed) return;
    if (!isDevice) return next();
    limit(request, response, () => read(request, response, next));
  });
  for (const definition of routes) router[definition.method](definition.path, routeHandler(deps, definition));
  router.use(() => {
    // What follows /ingest may be the token of a device.
    throw noSuchPath('/ingest');
  });
  router.use(answerProblems(deps.log));
  return (request, response, next) =>
    livePath.test(request.path) ? router(request, response, next) : next();
}

const liveHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  next();
};
