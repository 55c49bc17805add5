/** What a decoder may see of the headers; whatever is a credential stays outside. */
const keptHeaders = ['content-type', 'x-limit-u', 'x-limit-d', 'authorization'] as const;

type KeptHeaders = Readonly<Partial<Record<(typeof keptHeaders)[number], string>>>;

/** A live request as it arrived, without what in its address is the device's token. */
export type LiveRequest = {
  method: string;
  /** What follows the token, from its slash on; an MQTT message has its topic here. */
  path: string;
  /** Without the question mark. */
  query: string;
  headers: KeptHeaders;
  body: Uint8Array;
  /** Epoch milliseconds. */
  receivedAt: number;
};

/** Of the headers that came, what is kept. Of a credential only that it was `unencoded`: Overland sends Basic so. */
export function keepHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): KeptHeaders {
  const kept: Partial<Record<string, string>> = {};
  for (const name of keptHeaders) {
    const value = headers[name];
    if (typeof value === 'string') kept[name] = value;
  }
  const { authorization, ...rest } = kept;
  return authorization?.match(/^Basic [^\s:]*:/) ? { ...rest, authorization: 'unencoded' } : rest;
}

/** The request as bytes from which it can be decoded again. */
export function rawRequest({ method, path, query, headers, body }: LiveRequest): Uint8Array {
  let lines = '';
  for (const [name, value] of Object.entries(headers)) lines += `${name}: ${value}\r\n`;
  const head = Buffer.from(`${method} ${path}?${query}\r\n${lines}\r\n`);
  return body.length === 0 ? head : Buffer.concat([head, body]);
}

/** The request again from its bytes; undefined for what `rawRequest` did not make. */
export function parseRawRequest(raw: Uint8Array, receivedAt: number): LiveRequest | undefined {
  const bytes = Buffer.from(raw);
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('utf8').split('\r\n');
  const start = /^(\S+) ([^?]*)\?(.*)$/s.exec(first);
  if (!start) return undefined;
  const [, method = '', path = '', query = ''] = start;
  const pairs = lines.map((line) => /^([^:]+): ?(.*)$/s.exec(line)?.slice(1) ?? []);
  const named = Object.fromEntries(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]));
  const { 'content-type': contentType, 'x-limit-u': user, 'x-limit-d': device, authorization } = named;
  const headers = {
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(user !== undefined && { 'x-limit-u': user }),
    ...(device !== undefined && { 'x-limit-d': device }),
    ...(authorization !== undefined && { authorization }),
  };
  return { method, path, query, headers, body: bytes.subarray(end + 4), receivedAt };
}
