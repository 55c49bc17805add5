import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Deps } from '../deps.ts';
import { failWith } from '../http/live-router.ts';
import type { LoadLimit } from '../http/load.ts';
import { logLiveRequest } from '../http/log.ts';
import { heldOwner, ownerOfToken } from './credentials.ts';
import { doors } from './doors.ts';
import { liveRequestOf } from './live-request.ts';
import type { Answer, LiveProtocol } from './protocols/protocol.ts';
import { answerLive } from './receive.ts';

const noBody = Buffer.alloc(0);

/**
 * Answers the requests of devices, which are nearly all there are, and hands every other one on as it came: of a
 * stranger, at an unusual address, packed, or too long. It answers what the routes answer, at a third of their cost: they
 * take half of the processor time of a fix that comes alone.
 */
export function liveListener(deps: Deps, limit: LoadLimit, otherwise: RequestListener): RequestListener {
  return (request, response) => {
    const came = recognise(request);
    if (!came) return otherwise(request, response);
    answer(deps, limit, came, request, response).then(
      (isAnswered) => isAnswered || otherwise(request, response),
      (error: unknown) => {
        failWith(request, error);
        otherwise(request, response);
      },
    );
  };
}

type Came = { protocol: LiveProtocol; token: string };

/** The protocols by method and name, of those addresses that hold a token and are no longer than it. */
const protocols = new Map(
  doors.flatMap(({ protocol, path, methods }) => {
    const name = /^\/ingest\/(\w+)\/:token(\/\*path)?$/.exec(path)?.[1];
    return name === undefined
      ? []
      : methods.map((method) => [`${method.toUpperCase()} ${name}`, protocol] as const);
  }),
);
const plainAddress =
  /^\/ingest\/(?:(osmand|owntracks|overland|gpslogger|opengts)\/([\w-]{1,200})|(phonetrack)\/([\w-]{1,200})\/[\w./-]+)(?:\?|$)/;

function recognise(request: IncomingMessage): Came | undefined {
  const [, name, inShort, longer, inLong] = plainAddress.exec(request.url ?? '') ?? [];
  const protocol = protocols.get(`${request.method} ${name ?? longer}`);
  const token = inShort ?? inLong;
  return protocol && token !== undefined && isPlain(request) ? { protocol, token } : undefined;
}

const longestPlainBytes = 1024 * 1024;

/** What has a body says how long that is, and sends it as it is. */
function isPlain({ headers }: IncomingMessage): boolean {
  return (
    headers['content-encoding'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    Number(headers['content-length'] ?? 0) <= longestPlainBytes
  );
}

/** False where nothing was done: the token is no device's, and what strangers send is not even read. */
async function answer(
  deps: Deps,
  limit: LoadLimit,
  { protocol, token }: Came,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const owner = heldOwner(deps.db, token) ?? (await ownerOfToken(deps.db, token));
  if (!owner) return false;
  // The line was cut meanwhile.
  if (request.socket.destroyed) return true;
  const hasBody = Number(request.headers['content-length'] ?? 0) > 0;
  const body = hasBody ? await bodyOf(limit, request, response) : noBody;
  // The line was cut: what came of the body would look like a whole one that cannot be understood.
  if (!body) return true;
  const { method = '', url = '' } = request;
  const live = liveRequestOf({ request, url, token, isInPath: true, body });
  const said = await answerLive(deps, protocol, token, live, owner);
  send(response, said);
  logLiveRequest(deps.log, method, url, said.status);
  return true;
}

/** The whole body; undefined where the line was cut before its end. */
function bodyOf(
  limit: LoadLimit,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    limit(request, response, () => {
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
        .once('close', () => resolve(undefined));
    });
  });
}

/** To the byte as the routes do, in their order. */
function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  const headers = ['Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff'];
  if (contentType !== undefined) headers.push('Content-Type', contentType);
  headers.push('Content-Length', String(Buffer.byteLength(body)));
  response.writeHead(status, headers).end(body);
}
