import { type Header, isPart, type Message } from './header.ts';
import { messageId } from './positions.ts';

/** A message put together from its parts, or one that came whole. */
export type WholeMessage = {
  header: Header;
  body: Buffer;
  wire: Buffer;
  /** Of every part, in their order: each is answered. */
  serials: number[];
};

/** A message of which parts are missing. */
export type Incomplete = {
  header: Header;
  parts: Map<number, Message>;
  bytes: number;
  lastAt: number;
  /** When missing parts were asked for; 0 before that. */
  askedAt: number;
};

export type Parts = {
  /** The message that this part completes, or undefined while others are missing. */
  add: (part: Message, now: number) => WholeMessage | undefined;
  isEmpty: () => boolean;
  /** What waits for parts, pictures excepted. */
  waiting: () => Incomplete[];
  /** Takes out what has waited too long; pictures are forgotten. */
  expire: (lastBefore: number) => Incomplete[];
};

const mostBytes = 128 * 1024;
const mostMessages = 4;

/**
 * Puts messages of several parts together, for one terminal: by message and number of parts, whatever the order and
 * the serials, which are not always consecutive. Beyond the bounds the oldest is forgotten, which loses nothing: it was
 * not answered. Of pictures (0x0801) the first part alone is kept, for the answer needs no more.
 */
export function partsOf(): Parts {
  const open = new Map<string, Incomplete>();

  const forgetOldest = () => {
    const bytes = () => [...open.values()].reduce((sum, one) => sum + one.bytes, 0);
    while (open.size > mostMessages || (open.size > 0 && bytes() > mostBytes)) {
      const [oldest] = [...open].sort(([, a], [, b]) => a.lastAt - b.lastAt)[0] ?? [];
      if (oldest !== undefined) open.delete(oldest);
    }
  };

  return {
    add(part, now) {
      const { id, total, index } = part.header;
      if (index < 1 || index > total) return undefined;
      const key = `${id} ${total}`;
      const held = open.get(key) ?? {
        header: part.header,
        parts: new Map(),
        bytes: 0,
        lastAt: now,
        askedAt: 0,
      };
      const kept = id === messageId.multimedia && index > 1 ? withoutContent(part) : owned(part);
      held.bytes += kept.wire.length - (held.parts.get(index)?.wire.length ?? 0);
      held.parts.set(index, kept);
      held.lastAt = now;
      open.set(key, held);
      if (held.parts.size === total) {
        open.delete(key);
        return joined(held);
      }
      forgetOldest();
      return undefined;
    },
    isEmpty: () => open.size === 0,
    waiting: () => [...open.values()].filter(hasContent),
    expire(lastBefore) {
      const expired = [...open].filter(([, { lastAt }]) => lastAt < lastBefore);
      for (const [key] of expired) open.delete(key);
      return expired.map(([, held]) => held).filter(hasContent);
    },
  };
}

/** What there is of a message, in the order of the parts. */
export function joined({ header, parts }: Incomplete): WholeMessage {
  const inOrder = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
  return {
    header: inOrder[0]?.header ?? header,
    body: Buffer.concat(inOrder.map(({ body }) => body)),
    wire: Buffer.concat(inOrder.map(({ wire }) => wire)),
    serials: inOrder.map((part) => part.header.serial),
  };
}

/** The serial of the first part, or what it will have been, and which parts are missing: what 0x8003 asks for. */
export function missingOf({ header, parts }: Incomplete): { firstSerial: number; missing: number[] } {
  const missing: number[] = [];
  for (let index = 1; index <= header.total && missing.length < 255; index++)
    if (!parts.has(index)) missing.push(index);
  const [anyIndex, any] = [...parts].sort(([a], [b]) => a - b)[0] ?? [1, undefined];
  const firstSerial = ((any?.header.serial ?? header.serial) - (anyIndex - 1)) & 0xffff;
  return { firstSerial, missing };
}

/** A message as it stands where it came whole. */
export function wholeOf(message: Message): WholeMessage | undefined {
  if (isPart(message.header) && message.header.total !== 1) return undefined;
  return { ...message, serials: [message.header.serial] };
}

/** A picture of which parts are missing is nothing to keep. */
function hasContent({ header }: Incomplete): boolean {
  return header.id !== messageId.multimedia;
}

const nothing = Buffer.alloc(0);

function withoutContent({ header, isChecksumRight }: Message): Message {
  return {
    header: { ...header, number: Buffer.from(header.number) },
    isChecksumRight,
    body: nothing,
    wire: nothing,
  };
}

/** Copied out of the chunk, which would be held in memory as a whole. */
function owned({ header, body, isChecksumRight, wire }: Message): Message {
  return {
    header: { ...header, number: Buffer.from(header.number) },
    body: Buffer.from(body),
    isChecksumRight,
    wire: Buffer.from(wire),
  };
}
