import type { Request } from 'express';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { Unauthenticated } from '../http/problem.ts';
import { type Route, route } from '../http/route.ts';
import type { Decoded } from '../tracks/fix.ts';
import { ingest } from '../tracks/ingest.ts';
import { ownerOfToken } from './credentials.ts';
import { decodeOsmand } from './protocols/osmand.ts';
import { type LiveRequest, rawRequest } from './protocols/request.ts';

const params = z.strictObject({ token: z.string().min(1).max(200) });

/**
 * What live clients speak, unchanged. The token in the path is the only credential. A bad record is acknowledged like
 * a good one, since a client that is refused sends it for ever; it is kept with the reason.
 */
export function liveRoutes(deps: Deps): Route[] {
  return [
    liveRoute(deps, 'get', 'osmand', 'Traccar Client and OsmAnd: one position in the query', decodeOsmand),
    liveRoute(deps, 'post', 'osmand', 'Traccar Client: positions in the query, a form or JSON', decodeOsmand),
  ];
}

function liveRoute(
  deps: Deps,
  method: 'get' | 'post',
  protocol: string,
  summary: string,
  decode: (request: LiveRequest) => Decoded,
): Route {
  return route({
    method,
    path: `/ingest/${protocol}/:token`,
    summary,
    access: 'path-token',
    params,
    ...(method === 'post' && { upload: 'application/x-www-form-urlencoded' }),
    status: 200,
    handle: async ({ params, request, response }) => {
      const receivedAt = Date.now();
      const { deviceId, tokenId } = await deviceOf(deps, params.token);
      const live = liveRequest(request, receivedAt);
      await ingest(deps, {
        deviceId,
        tokenId,
        protocol,
        isLive: true,
        receivedAt,
        body: rawRequest(live),
        decoded: decode(live),
      });
      response.status(200).end();
    },
  });
}

async function deviceOf({ db }: Deps, token: string): Promise<{ deviceId: number; tokenId: number }> {
  const owner = await ownerOfToken(db, token);
  if (owner) return owner;
  throw new Unauthenticated(
    'wrong-token',
    'This address holds no token of a device: ask your station for a new one.',
    '地址中的终端令牌无效或已吊销，请向派出所索取新地址。',
  );
}

function liveRequest(request: Request, receivedAt: number): LiveRequest {
  const query = request.originalUrl.split('?').slice(1).join('?');
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return {
    method: request.method,
    query,
    contentType: request.headers['content-type'] ?? '',
    body,
    receivedAt,
  };
}
