import type { Deps } from '../../deps.ts';
import { ingest } from '../../tracks/ingest.ts';
import { type Incomplete, joined, type WholeMessage } from '../protocols/jt808/parts.ts';
import { decodeMessages } from '../protocols/jt808/raw.ts';

type Sender = { deviceId: number; tokenId: number };

const protocol = 'jt808';

/** Stores what messages report, as one delivery; returns once it is committed. */
export async function keep(
  deps: Deps,
  { deviceId, tokenId }: Sender,
  messages: readonly WholeMessage[],
): Promise<void> {
  const receivedAt = Date.now();
  const [only] = messages;
  await ingest(deps, {
    deviceId,
    tokenId,
    protocol,
    isLive: true,
    receivedAt,
    body: messages.length === 1 && only ? only.wire : Buffer.concat(messages.map(({ wire }) => wire)),
    decoded: decodeMessages(messages, receivedAt),
  });
}

/** Stores what there is of a message whose other parts did not come, with that reason; returns it for the answer. */
export async function keepIncomplete(
  deps: Deps,
  { deviceId, tokenId }: Sender,
  incomplete: Incomplete,
): Promise<WholeMessage> {
  const message = joined(incomplete);
  await ingest(deps, {
    deviceId,
    tokenId,
    protocol,
    isLive: true,
    receivedAt: Date.now(),
    body: message.wire,
    decoded: { fixes: [], refused: [{ index: 0, reason: 'incomplete-message', raw: message.wire }] },
  });
  return message;
}
