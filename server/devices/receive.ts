import type { Deps } from '../deps.ts';
import { Unauthenticated } from '../http/problem.ts';
import { StaleCredential } from '../tracks/device-state.ts';
import type { Decoded } from '../tracks/fix.ts';
import { ingest, type Receipt } from '../tracks/ingest.ts';
import { ownerOfToken, type TokenOwner } from './credentials.ts';
import type { Answer, DecodeContext, LiveProtocol } from './protocols/protocol.ts';
import { decodeOrRefuse } from './protocols/registry.ts';
import { type LiveRequest, rawRequest } from './protocols/request.ts';

/**
 * Stores what a client sent, and says what it is answered once that is committed. `owner` may be from memory: where it
 * no longer holds in the transaction that stores, it is asked for again. Unauthenticated where the client's protocol has
 * no answer of its own for a wrong token.
 */
export async function answerLive(
  deps: Deps,
  protocol: LiveProtocol,
  token: string,
  request: LiveRequest,
  owner: TokenOwner | undefined,
): Promise<Answer> {
  if (!owner) {
    if (protocol.refuse) return protocol.refuse(request);
    throw wrongToken();
  }
  try {
    await receive(deps, protocol, owner, request);
  } catch (error) {
    if (!(error instanceof StaleCredential)) throw error;
    return answerLive(deps, protocol, token, request, await ownerOfToken(deps.db, token));
  }
  return protocol.answer(request);
}

function wrongToken(): Unauthenticated {
  return new Unauthenticated(
    'wrong-token',
    'This address holds no token of a device: ask your station for a new one.',
    '地址中的终端令牌无效或已吊销，请向派出所索取新地址。',
  );
}

function receive(
  deps: Deps,
  { name, decode }: LiveProtocol,
  { deviceId, tokenId, secret }: TokenOwner,
  request: LiveRequest,
): Promise<Receipt> {
  const sender = { deviceId, tokenId, credential: { secret } };
  return store(deps, { name, decode, sender, request, context: { secret } });
}

/** What arrived, with what reads it. */
export type Arrival = {
  /** The protocol, as receipts name it. */
  name: string;
  decode: (request: LiveRequest, context: DecodeContext) => Decoded;
  sender: { deviceId: number; tokenId: number | null; credential?: { secret: string | null } | undefined };
  request: LiveRequest;
  context: DecodeContext;
};

export function store(deps: Deps, { name, decode, sender, request, context }: Arrival): Promise<Receipt> {
  const { deviceId, tokenId, credential } = sender;
  return ingest(deps, {
    deviceId,
    tokenId,
    credential,
    protocol: name,
    isLive: true,
    receivedAt: request.receivedAt,
    body: rawRequest(request),
    decoded: decodeOrRefuse(
      () => decode(request, context),
      (error) => deps.log.error({ protocol: name, failure: placeOf(error) }, 'a decoder failed'),
    ),
  });
}

/** Where it was thrown, without the message: that may quote what arrived. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no error';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join('\n');
}
