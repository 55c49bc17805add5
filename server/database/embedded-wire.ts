// The PostgreSQL protocol as far as the embedded database needs it: where messages begin and end.

const startupCodes = { ssl: 80877103, gss: 80877104, cancel: 80877102 } as const;

export type Frame = { type: 'startup' | 'encryption' | 'cancel' | string; bytes: Buffer };

/** Cuts a client's byte stream into messages; the first ones carry no type letter. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;
  #started = false;

  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | null {
    const header = this.#started ? 5 : 8;
    if (this.#length < header) return null;
    const size = this.#peek(header).readInt32BE(this.#started ? 1 : 0) + (this.#started ? 1 : 0);
    if (this.#length < size) return null;
    const bytes = this.#take(size);
    if (this.#started) return { type: String.fromCharCode(bytes[0] ?? 0), bytes };
    const code = bytes.readInt32BE(4);
    if (code === startupCodes.ssl || code === startupCodes.gss) return { type: 'encryption', bytes };
    if (code === startupCodes.cancel) return { type: 'cancel', bytes };
    this.#started = true;
    return { type: 'startup', bytes };
  }

  #peek(length: number): Buffer {
    const first = this.#chunks[0];
    return first && first.length >= length ? first : this.#joined();
  }

  #joined(): Buffer {
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  #take(size: number): Buffer {
    const all = this.#peek(size);
    const rest = all.subarray(size);
    this.#chunks.shift();
    if (rest.length > 0) this.#chunks.unshift(rest);
    this.#length -= size;
    return all.subarray(0, size);
  }
}

/** These end what the database must be given in one piece: a query, a synced series, or a flushed part of one. */
export function endsUnit(type: string): boolean {
  return type === 'Q' || type === 'S' || type === 'F' || type === 'H' || type === 'startup';
}

const ready = 'Z'.charCodeAt(0);

/**
 * PGlite answers a failed series with a ReadyForQuery at the error and another at the Sync; a client that takes the
 * first for the end reads the second as the end of its next query. Keeps the last one, or none where the series is
 * still open, and tells whether there was one.
 */
export function withOneReady(answer: Buffer, seriesOpen: boolean): { answer: Buffer; isReady: boolean } {
  const kept: Buffer[] = [];
  let last: Buffer | null = null;
  let from = 0;
  for (let at = 0; at + 5 <= answer.length; ) {
    const next = at + 1 + answer.readInt32BE(at + 1);
    if (answer[at] === ready) {
      kept.push(answer.subarray(from, at));
      last = answer.subarray(at, next);
      from = next;
    }
    at = next;
  }
  kept.push(answer.subarray(from));
  if (last && !seriesOpen) kept.push(last);
  return { answer: kept.length === 1 ? answer : Buffer.concat(kept), isReady: last !== null };
}

/** A simple query as a client would send it. */
export function simpleQuery(sql: string): Buffer {
  const text = Buffer.from(sql);
  const bytes = Buffer.alloc(text.length + 6);
  bytes.write('Q');
  bytes.writeInt32BE(text.length + 5, 1);
  text.copy(bytes, 5);
  return bytes;
}

export const syncMessage = Buffer.from([0x53, 0, 0, 0, 4]);

/** True for `copy … from stdin`, whose data PGlite would read before it has arrived, and end. */
export function copiesFromClient(frame: Frame): boolean {
  if (frame.type !== 'Q' && frame.type !== 'P') return false;
  const text = frame.bytes.subarray(5, 2000).toString('utf8').replaceAll('\0', ' ');
  return /^\s*copy\s[^;]*\sfrom\s+stdin\b/i.test(text);
}
