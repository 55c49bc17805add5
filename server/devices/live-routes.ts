import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { type Route, route } from '../http/route.ts';
import { ownerOfToken, type TokenOwner } from './credentials.ts';
import { type Door, doors } from './doors.ts';
import { liveRequestOf, tokenInPath } from './live-request.ts';
import type { Answer } from './protocols/protocol.ts';
import { answerLive } from './receive.ts';

const tokenText = z.string().min(1).max(200);
const inPath = { params: z.strictObject({ token: tokenText }) };
const inPathOfMore = { params: z.strictObject({ token: tokenText, path: z.array(z.string()) }) };
const inQuery = { query: z.looseObject({ api_key: tokenText.optional() }) };

/**
 * The token in the address is the only credential. A bad record is acknowledged like a good one, since a client that
 * is refused sends it for ever; it is kept with the reason.
 */
export function liveRoutes(deps: Deps): Route[] {
  return doors.flatMap((door) => door.methods.map((method) => liveRoute(deps, door, method)));
}

function liveRoute(deps: Deps, { protocol, path, summary, upload }: Door, method: Route['method']): Route {
  return route({
    method,
    path,
    summary,
    access: 'path-token',
    ...credentialOf(path),
    ...(method !== 'get' && upload && { upload }),
    status: 200,
    handle: async ({ request, response }) => {
      const isInPath = request.params['token'] !== undefined;
      const token = tokenOf(request);
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const live = liveRequestOf({ request, url: request.originalUrl, token, isInPath, body });
      send(response, await answerLive(deps, protocol, token, live, await senderOf(deps, request)));
    },
  });
}

const senders = new WeakMap<Request, Promise<TokenOwner | undefined>>();

/** Whose device a live request comes from, looked up once: before its body is read, and when it is worked on. */
export function senderOf({ db }: Deps, request: Request): Promise<TokenOwner | undefined> {
  const known = senders.get(request);
  if (known) return known;
  const token = tokenInPath(request.path) ?? request.query['api_key'];
  const found =
    typeof token === 'string' && token !== '' ? ownerOfToken(db, token) : Promise.resolve(undefined);
  senders.set(request, found);
  return found;
}

/** Where the token is. */
function credentialOf(path: string) {
  if (!path.includes(':token')) return inQuery;
  return path.endsWith('/*path') ? inPathOfMore : inPath;
}

function tokenOf({ params, query }: Request): string {
  const token = params['token'] ?? query['api_key'];
  return typeof token === 'string' ? token : '';
}

/** To the byte: express would add a charset. */
function send(response: Response, { status, contentType, body }: Answer): void {
  response.status(status);
  if (contentType !== undefined) response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}
