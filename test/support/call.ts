/** Sends one request and returns the answer as text; of a stream, what comes within a second. */
export type Call = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; text: string }>;

const streamMs = 1_000;

/** Somebody who calls with a token, or with nothing. */
export function callerOf(url: string, token?: string): Call {
  return async (method, path, body) => {
    const response = await fetch(new URL(path, url), {
      method: method.toUpperCase(),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    const bytes = isStream ? await beginningOf(response) : Buffer.from(await response.arrayBuffer());
    return { status: response.status, text: bytes.toString('utf8') };
  };
}

async function beginningOf(response: Response): Promise<Buffer> {
  const reader = response.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  const end = setTimeout(() => void reader.cancel(), streamMs);
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    chunks.push(value);
  }
  clearTimeout(end);
  return Buffer.concat(chunks);
}
