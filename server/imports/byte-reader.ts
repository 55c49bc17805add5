import { createReadStream } from 'node:fs';

/** Reads a file piece by piece in order, holding little of it in memory. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#chunks = createReadStream(path, { highWaterMark: 1 << 20 })[Symbol.asyncIterator]();
  }

  /** The next so many bytes; undefined where the file ends before. */
  async take(length: number): Promise<Buffer | undefined> {
    const pieces = [this.#held];
    let gathered = this.#held.length;
    while (gathered < length) {
      const { value, done } = await this.#chunks.next();
      if (done) return undefined;
      pieces.push(value);
      gathered += value.length;
    }
    const all = pieces.length === 1 ? this.#held : Buffer.concat(pieces, gathered);
    this.#held = all.subarray(length);
    return all.subarray(0, length);
  }

  /** Passes over so many bytes; false where the file ends before. */
  async skip(length: number): Promise<boolean> {
    let left = length;
    while (left > 0) {
      const piece = Math.min(left, 1 << 20);
      if (!(await this.take(piece))) return false;
      left -= piece;
    }
    return true;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
