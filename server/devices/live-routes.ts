import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { Unauthenticated } from '../http/problem.ts';
import { type Route, route } from '../http/route.ts';
import { ownerOfToken, type TokenOwner } from './credentials.ts';
import { gpslogger } from './protocols/gpslogger.ts';
import { opengts } from './protocols/opengts.ts';
import { osmand } from './protocols/osmand.ts';
import { overland } from './protocols/overland.ts';
import { owntracks } from './protocols/owntracks.ts';
import { phonetrack } from './protocols/phonetrack.ts';
import type { Answer, LiveProtocol } from './protocols/protocol.ts';
import { keepHeaders, type LiveRequest } from './protocols/request.ts';
import { receive } from './receive.ts';

/** An address at which a protocol is spoken. */
type Door = {
  protocol: LiveProtocol;
  path: string;
  methods: readonly Route['method'][];
  /** What is sent there, for the documentation. */
  summary: string;
  upload?: string;
};

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

/** What live clients speak, unchanged, and where. */
const doors: readonly Door[] = [
  {
    protocol: osmand,
    path: '/ingest/osmand/:token',
    methods: ['get', 'post'],
    summary: 'Traccar Client and OsmAnd: positions in the query, a form or JSON',
    upload: form,
  },
  {
    protocol: owntracks,
    path: '/ingest/owntracks/:token',
    methods: ['post'],
    summary: 'OwnTracks over HTTP: one message or an array, plain or encrypted',
    upload: json,
  },
  {
    protocol: overland,
    path: '/ingest/overland/:token',
    methods: ['post'],
    summary: 'Overland: a batch of positions',
    upload: json,
  },
  {
    protocol: overland,
    path: '/ingest/overland/:token/api/v1/overland/batches',
    methods: ['post'],
    summary: 'Dawarich mode of GPSLogger with the address of a device as server',
    upload: json,
  },
  {
    protocol: overland,
    path: '/api/v1/overland/batches',
    methods: ['post'],
    summary: 'Dawarich mode of GPSLogger with the token of a device as API key',
    upload: json,
  },
  {
    protocol: phonetrack,
    path: '/ingest/phonetrack/:token/*path',
    methods: ['get', 'post'],
    summary: "PhoneTrack: the client's own path behind the token",
    upload: json,
  },
  {
    protocol: gpslogger,
    path: '/ingest/gpslogger/:token',
    methods: ['get', 'post', 'put', 'patch', 'delete'],
    summary: 'GPSLogger with a custom URL: one position in the query or the body',
    upload: form,
  },
  {
    protocol: opengts,
    path: '/ingest/opengts/:token',
    methods: ['get', 'post'],
    summary: 'OpenGTS mode of GPSLogger and others: an RMC sentence',
    upload: form,
  },
];

/** Tokens need no escaping, so one that is escaped is none. */
const tokenPath = /^\/ingest\/[^/]+\/([^/]+)/i;
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
      const token = tokenOf(request);
      const live = liveRequest(request, token);
      const sender = await senderOf(deps, request);
      if (!sender) return refuse(response, protocol, live);
      await receive(deps, protocol, sender, live);
      send(response, protocol.answer(live));
    },
  });
}

const senders = new WeakMap<Request, Promise<TokenOwner | undefined>>();

/** Whose device a live request comes from, looked up once: before its body is read, and when it is worked on. */
export function senderOf({ db }: Deps, request: Request): Promise<TokenOwner | undefined> {
  const known = senders.get(request);
  if (known) return known;
  const [, token = request.query['api_key']] = tokenPath.exec(request.path) ?? [];
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

function refuse(response: Response, protocol: LiveProtocol, live: LiveRequest): void {
  if (!protocol.refuse) throw wrongToken();
  send(response, protocol.refuse(live));
}

function wrongToken(): Unauthenticated {
  return new Unauthenticated(
    'wrong-token',
    'This address holds no token of a device: ask your station for a new one.',
    '地址中的终端令牌无效或已吊销，请向派出所索取新地址。',
  );
}

/** To the byte: express would add a charset. */
function send(response: Response, { status, contentType, body }: Answer): void {
  response.status(status);
  if (contentType !== undefined) response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

/** The token stays out of what is kept, wherever its owner may have entered it once more. */
function liveRequest(request: Request, token: string): LiveRequest {
  const [path = '', ...query] = request.originalUrl.split('?');
  const without = (text: string) => (token === '' ? text : text.replaceAll(token, '-'));
  return {
    method: request.method,
    path: without(request.params['token'] === undefined ? '' : behindToken(path)),
    query: without(query.join('?')),
    headers: keepHeaders(request.headers),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    receivedAt: Date.now(),
  };
}

/** Of `/ingest/protocol/token/…` the last part, from its slash on. */
function behindToken(path: string): string {
  const rest = path.split('/').slice(4);
  return rest.length === 0 ? '' : `/${rest.join('/')}`;
}
