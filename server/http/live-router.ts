import express, { type Request, type RequestHandler } from 'express';
import type { Deps } from '../deps.ts';
import { answerProblems } from './errors.ts';
import { noSuchPath } from './failure.ts';
import { limitLoad } from './load.ts';
import { logLiveRequests } from './log.ts';
import { type Route, routeHandler } from './route.ts';

const bodyBytes = 4 * 1024 * 1024;
/** Where live clients send what they will. Express tells upper case from lower case in no path. */
const livePath = /^\/(ingest|api\/v1\/overland)(\/|$)/i;

/**
 * The routes of live clients, before and apart from all others: they are asked hundreds of times a second, and what a
 * page needs (cookies, policies, compression) is no use to them. `isKnown` says whether the credential in the address is
 * a device's.
 */
export function liveRouter(
  deps: Deps,
  routes: readonly Route[],
  isKnown: (request: Request) => Promise<boolean>,
): RequestHandler {
  const router = express.Router();
  const limit = limitLoad({ bytes: deps.config.ingestMemoryBytes, bodyBytes });
  const read = express.raw({ type: () => true, limit: bodyBytes });
  router.use(logLiveRequests(deps.log), liveHeaders, async (request, response, next) => {
    // What strangers send is never read: they are not to take the memory that others need.
    const isDevice = await isKnown(request);
    // The line was cut meanwhile: what came of the body would look like a whole one that cannot be understood.
    if (request.socket.destroyed) return;
    if (!isDevice) return next();
    limit(request, response, (error) => (error ? next(error) : read(request, response, next)));
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
