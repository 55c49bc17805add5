import type { Knex } from 'knex';
import pg from 'pg';

/**
 * Gives `onRow` every row of a query in PostgreSQL's binary form, as it arrives: a third of the time and the memory of
 * rows as text where most of them is geometry. A row must be taken apart at once, for its bytes are used again. The query
 * takes no bindings.
 */
export async function copyOut(db: Knex, select: string, onRow: (row: BinaryRow) => void): Promise<void> {
  const connection: pg.Client = await db.client.acquireConnection();
  try {
    await new Promise<void>((resolve, reject) => {
      let failure: unknown;
      const query = new pg.Query(`copy (${select}) to stdout (format binary)`, (error: Error | undefined) => {
        const reason = error ?? failure;
        if (reason === undefined) resolve();
        else reject(reason);
      });
      // One for all rows: a hundred thousand objects would be collected for nothing.
      const row = new BinaryRow();
      // The driver hands over what is copied here, one row at a time, and does nothing with it by itself.
      const handleCopyData = ({ chunk }: { chunk: Buffer }) => {
        if (failure !== undefined) return;
        try {
          if (row.begin(chunk)) onRow(row);
        } catch (error) {
          failure = error;
        }
      };
      connection.query(Object.assign(query, { handleCopyData }));
    });
  } finally {
    await db.client.releaseConnection(connection);
  }
}

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const headerBytes = signature.length + 8;
const nothing = Buffer.alloc(0);

/** The fields of one row after the other, each read by a method of its type. */
export class BinaryRow {
  /** Where the bytes of the rows lie; they change with the next row. */
  view: DataView = new DataView(nothing.buffer);
  #bytes: Buffer = nothing;
  #at = 0;
  #isFirst = true;

  /** Takes the next row; false where that is what follows the last one. */
  begin(bytes: Buffer): boolean {
    if (bytes.buffer !== this.view.buffer) this.view = new DataView(bytes.buffer);
    this.#bytes = bytes;
    this.#at = bytes.byteOffset;
    // The first row has the header of the whole copy before it.
    if (this.#isFirst && bytes.length > headerBytes && signature.compare(bytes, 0, signature.length) === 0)
      this.#at += headerBytes;
    this.#isFirst = false;
    this.#at += 2;
    return this.view.getInt16(this.#at - 2) >= 0;
  }

  /** Where in `view` the next field begins; -1 for null. */
  place(): number {
    const length = this.#length();
    return length < 0 ? -1 : this.#at - length;
  }

  bytes(): DataView | null {
    const length = this.#length();
    return length < 0 ? null : new DataView(this.view.buffer, this.#at - length, length);
  }

  text(): string | null {
    const length = this.#length();
    if (length < 0) return null;
    const end = this.#at - this.#bytes.byteOffset;
    return this.#bytes.toString('utf8', end - length, end);
  }

  /** Whether the next field is this text of ASCII: to make a string of each takes five times as long. */
  says(text: string): boolean {
    const length = this.#length();
    if (length !== text.length) return false;
    for (let index = 0; index < length; index++)
      if (this.view.getUint8(this.#at - length + index) !== text.charCodeAt(index)) return false;
    return true;
  }

  /** A bigint below 2^53. */
  bigint(): number | null {
    const length = this.#length();
    if (length < 0) return null;
    return this.view.getInt32(this.#at - 8) * 4_294_967_296 + this.view.getUint32(this.#at - 4);
  }

  integer(): number | null {
    return this.#length() < 0 ? null : this.view.getInt32(this.#at - 4);
  }

  boolean(): boolean | null {
    return this.#length() < 0 ? null : this.view.getUint8(this.#at - 1) === 1;
  }

  /** Passes the next field and says how long it was; -1 for null. */
  #length(): number {
    const length = this.view.getInt32(this.#at);
    this.#at += 4 + Math.max(0, length);
    return length;
  }
}
