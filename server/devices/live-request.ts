import type { IncomingMessage } from 'node:http';
import { keepHeaders, type LiveRequest } from './protocols/request.ts';

/** Tokens need no escaping, so one that is escaped is none. */
const tokenPath = /^\/ingest\/[^/]+\/([^/]+)/i;

/** The token in the path of an address, where there is one. */
export function tokenInPath(path: string): string | undefined {
  return tokenPath.exec(path)?.[1];
}

type Came = {
  request: Pick<IncomingMessage, 'method' | 'headers'>;
  /** As it was asked for, with its query. */
  url: string;
  token: string;
  /** The path holds the token, and what follows it is the client's own. */
  isInPath: boolean;
  body: Uint8Array;
};

/** What decoders see of a request. The token stays out of it, wherever its owner may have entered it once more. */
export function liveRequestOf({ request, url, token, isInPath, body }: Came): LiveRequest {
  const queryAt = url.indexOf('?');
  const path = queryAt < 0 ? url : url.slice(0, queryAt);
  const query = queryAt < 0 ? '' : url.slice(queryAt + 1);
  const without = (text: string) =>
    token === '' || !text.includes(token) ? text : text.replaceAll(token, '-');
  return {
    method: request.method ?? '',
    path: without(isInPath ? behindToken(path) : ''),
    query: without(query),
    headers: keepHeaders(request.headers),
    body,
    receivedAt: Date.now(),
  };
}

/** Of `/ingest/protocol/token/…` the last part, from its slash on. */
function behindToken(path: string): string {
  const rest = path.split('/').slice(4);
  return rest.length === 0 ? '' : `/${rest.join('/')}`;
}
