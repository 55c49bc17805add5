import type { Decoded } from '../../../tracks/fix.ts';
import { frameSplitter } from './frames.ts';
import { type Message, parseMessage } from './header.ts';
import { joined, partsOf, type WholeMessage, wholeOf } from './parts.ts';
import { type Reading, readPositions, refuse } from './positions.ts';
import { identitiesOf } from './terminal-number.ts';

/** What the messages report, in their order. */
export function decodeMessages(messages: readonly WholeMessage[], receivedAt: number): Decoded {
  const reading: Reading = { fixes: [], refused: [], count: 0 };
  for (const message of messages) readPositions(message, receivedAt, reading);
  return decodedOf(reading, messages[0]);
}

/**
 * Decodes stored bytes again: frames as they came on the wire, one or several, parts among them. Their XOR was judged
 * at the door, where a device can be lenient, and is not judged again.
 */
export function decodeJt808Raw(raw: Uint8Array, { receivedAt }: { receivedAt: number }): Decoded {
  const reading: Reading = { fixes: [], refused: [], count: 0 };
  const parts = partsOf();
  let first: Message | undefined;
  const splitter = frameSplitter({
    frame: (content, wire) => {
      const message = parseMessage(content, wire);
      if (!message) {
        refuse({ wire }, 'not-a-message', reading);
        return;
      }
      first ??= message;
      const whole = wholeOf(message) ?? parts.add(message, receivedAt);
      if (whole) readPositions(whole, receivedAt, reading);
    },
    tooLong: () => reading.refused.push({ index: reading.count++, reason: 'too-long' }),
  });
  splitter.push(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
  for (const held of parts.waiting()) refuse(joined(held), 'incomplete-message', reading);
  return decodedOf(reading, first);
}

function decodedOf({ fixes, refused }: Reading, message: Pick<Message, 'header'> | undefined): Decoded {
  if (!message) return { fixes, refused };
  const [terminal = ''] = identitiesOf(message.header.number);
  return { fixes, refused, labels: { terminal } };
}
