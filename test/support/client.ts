import type { CheckAnswer } from './check-answer.ts';
import { type EventStream, eventStream } from './event-stream.ts';

/** `body` is the JSON answered, or the text of anything else. */
type Answer<T> = { status: number; body: T; headers: Headers };

export type Client = {
  url: string;
  get: Send;
  post: Send;
  put: Send;
  patch: Send;
  delete: Send;
  /** Opens a stream of events. */
  events: (path: string) => Promise<EventStream>;
  /** The same application with an API or device token. */
  withToken: (token: string) => Client;
  /** Signs in; the client that is returned sends the session's cookie, as a page would. */
  signIn: (username: string, password: string) => Promise<Client>;
};

/**
 * Sends a value as JSON; FormData, bytes and text as they are. The caller says what the answer looks like, and
 * the test's expectations check it.
 */
// biome-ignore lint/suspicious/noExplicitAny: an answer is compared whole, field by field, by the test that asked.
type Send = <T = any>(path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer<T>>;

/** Every answer goes through `check` before the test sees it. */
export function clientOf(
  url: string,
  check: CheckAnswer = () => {},
  credential: Record<string, string> = {},
): Client {
  const sendBy =
    (method: string): Send =>
    async (path, body, headers = {}) => {
      const { content, type } = encode(body);
      const response = await fetch(new URL(path, url), {
        method,
        headers: { ...type, ...credential, ...headers },
        ...(content === undefined ? {} : { body: content }),
      });
      const answered = await decode(response);
      check(method, path, response, answered);
      return { status: response.status, body: answered, headers: response.headers };
    };
  return {
    url,
    get: sendBy('GET'),
    post: sendBy('POST'),
    put: sendBy('PUT'),
    patch: sendBy('PATCH'),
    delete: sendBy('DELETE'),
    events: async (path) => {
      const response = await fetch(new URL(path, url), { headers: credential });
      if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}.`);
      return eventStream(response.body);
    },
    withToken: (token) => clientOf(url, check, { authorization: `Bearer ${token}` }),
    signIn: async (username, password) => {
      const answer = await sendBy('POST')('/api/session', { username, password });
      if (answer.status !== 201) throw new Error(`Signing in answered ${answer.status}.`);
      const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
      return clientOf(url, check, { cookie: cookie.join('; '), origin: url });
    },
  };
}

function encode(body: unknown): { content?: BodyInit; type: Record<string, string> } {
  if (body === undefined) return { type: {} };
  if (body instanceof FormData) return { content: body, type: {} };
  if (typeof body === 'string') return { content: body, type: {} };
  if (body instanceof Uint8Array) return { content: Uint8Array.from(body), type: {} };
  return { content: JSON.stringify(body), type: { 'content-type': 'application/json' } };
}

async function decode(response: Response) {
  const text = await response.text();
  return /\bjson\b/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
}
