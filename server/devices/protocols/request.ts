/** A live request as it arrived, without its path: that holds the device's token. */
export type LiveRequest = {
  method: string;
  /** Without the question mark. */
  query: string;
  contentType: string;
  body: Uint8Array;
  /** Epoch milliseconds. */
  receivedAt: number;
};

/** The request as bytes from which it can be decoded again. */
export function rawRequest({ method, query, contentType, body }: LiveRequest): Uint8Array {
  return Buffer.concat([Buffer.from(`${method} ?${query}\r\nContent-Type: ${contentType}\r\n\r\n`), body]);
}
