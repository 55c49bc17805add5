const flag = 0x7e;
const escapeMark = 0x7d;

/** Unescaped; the longest message that the standard knows is 1,023 bytes and its header. */
const longestFrameBytes = 8 * 1024;
/** Every byte may be escaped, but none is more than once. */
const longestWireBytes = 2 * longestFrameBytes;

const nothing: Buffer = Buffer.alloc(0);
const oneFlag: Buffer = Buffer.of(flag);

export type FrameSink = {
  /** `content` is unescaped, with the XOR at its end; `wire` the same as it came, between its two flags. */
  frame: (content: Buffer, wire: Buffer) => void;
  /** What stood between two flags and is longer than any message. */
  tooLong: () => void;
};

export type FrameSplitter = {
  push: (chunk: Buffer) => void;
  /** Bytes of a frame that has begun and not ended. */
  pendingBytes: () => number;
};

/**
 * Cuts a stream into frames. Every flag ends what was before it and begins what comes after, so that a lost flag,
 * text between frames or a broken frame never takes the next good one with it. Bytes before the first flag and empty
 * frames are dropped. What it hands on lies in the chunk; only a frame cut by two chunks, and an escaped one, is copied.
 */
export function frameSplitter(sink: FrameSink, longestBytes = longestWireBytes): FrameSplitter {
  /** Begins with its flag; empty while no flag was seen, or after what was too long. */
  let held: Buffer = nothing;

  return {
    push(chunk) {
      const data = joinedTo(held, chunk);
      let begin = held.length > 0 ? 0 : data.indexOf(flag);
      let searchFrom = begin + Math.max(1, data === chunk ? 1 : held.length);
      while (begin >= 0) {
        const end = data.indexOf(flag, searchFrom);
        if (end < 0) break;
        if (end - begin > longestBytes) sink.tooLong();
        else if (end - begin > 1) handOn(data, begin, end, sink);
        begin = end;
        searchFrom = end + 1;
      }
      held = begin < 0 ? nothing : keep(data, begin);
      if (held.length <= longestBytes) return;
      held = nothing;
      sink.tooLong();
    },
    pendingBytes: () => held.length,
  };
}

function handOn(data: Buffer, begin: number, end: number, sink: FrameSink): void {
  const between = data.subarray(begin + 1, end);
  const content = unescaped(between);
  if (content.length > longestFrameBytes) sink.tooLong();
  else sink.frame(content, data.subarray(begin, end + 1));
}

/** Between whole frames one flag is held, and the next chunk begins with another: then nothing is copied. */
function joinedTo(held: Buffer, chunk: Buffer): Buffer {
  if (held.length === 0 || (held.length === 1 && chunk[0] === flag)) return chunk;
  return Buffer.concat([held, chunk]);
}

/** A copy of its own: a part of the chunk would hold the whole of it in memory. */
function keep(data: Buffer, begin: number): Buffer {
  if (data.length - begin === 1) return oneFlag;
  const kept = Buffer.allocUnsafeSlow(data.length - begin);
  data.copy(kept, 0, begin);
  return kept;
}

/** 7D 01 is 7D and 7D 02 is 7E; a bare 7D, which some terminals send, stays. */
export function unescaped(wire: Buffer): Buffer {
  let from = wire.indexOf(escapeMark);
  if (from < 0) return wire;
  const plain = Buffer.allocUnsafe(wire.length);
  wire.copy(plain, 0, 0, from);
  let length = from;
  for (; from < wire.length; from++) {
    const byte = wire[from] ?? 0;
    const next = byte === escapeMark ? wire[from + 1] : undefined;
    if (next === 1 || next === 2) from++;
    plain[length++] = next === 1 ? escapeMark : next === 2 ? flag : byte;
  }
  return plain.subarray(0, length);
}

/** The bytes on the wire of a message with its header: XOR appended, escaped, between flags. */
export function wireOf(message: Buffer): Buffer {
  return escaped(message, xorOf(message, message.length));
}

/** Escapes bytes and one more, and puts flags around them. */
export function escaped(bytes: Buffer, last: number): Buffer {
  const wire = Buffer.allocUnsafe(2 * bytes.length + 4);
  let length = 0;
  const put = (byte: number) => {
    if (byte === flag || byte === escapeMark) {
      wire[length++] = escapeMark;
      wire[length++] = byte === flag ? 2 : 1;
    } else wire[length++] = byte;
  };
  wire[length++] = flag;
  for (const byte of bytes) put(byte);
  put(last);
  wire[length++] = flag;
  return wire.subarray(0, length);
}

/** The XOR of the first bytes. */
export function xorOf(bytes: Buffer, length: number): number {
  let xor = 0;
  for (let index = 0; index < length; index++) xor ^= bytes[index] ?? 0;
  return xor;
}
