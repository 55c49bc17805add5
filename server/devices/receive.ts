import type { Deps } from '../deps.ts';
import type { Decoded } from '../tracks/fix.ts';
import { ingest, type Receipt } from '../tracks/ingest.ts';
import type { TokenOwner } from './credentials.ts';
import type { DecodeContext, LiveProtocol } from './protocols/protocol.ts';
import { decodeOrRefuse } from './protocols/registry.ts';
import { type LiveRequest, rawRequest } from './protocols/request.ts';

/** Decodes and stores what a client sent; returns once that is committed, so that it may be answered. */
export function receive(
  deps: Deps,
  protocol: LiveProtocol,
  { secret, ...sender }: TokenOwner,
  request: LiveRequest,
): Promise<Receipt> {
  return store(deps, { ...protocol, sender, request, context: { secret } });
}

/** What arrived, with what reads it. */
export type Arrival = {
  /** The protocol, as receipts name it. */
  name: string;
  decode: (request: LiveRequest, context: DecodeContext) => Decoded;
  sender: { deviceId: number; tokenId: number | null };
  request: LiveRequest;
  context: DecodeContext;
};

export function store(deps: Deps, { name, decode, sender, request, context }: Arrival): Promise<Receipt> {
  return ingest(deps, {
    ...sender,
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
