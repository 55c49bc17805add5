import type { Decoded } from '../../tracks/fix.ts';
import type { LiveRequest } from './request.ts';

/** What decoding needs to know besides the message. */
export type DecodeContext = {
  /** Decrypts what the device encrypts. */
  secret: string | null;
};

/** An answer to the byte: clients delete what they hold only on exactly theirs. */
export type Answer = { status: number; contentType?: string; body: string };

/** A protocol that clients speak over HTTP. Everything in it is pure. */
export type LiveProtocol = {
  /** As receipts and quarantine name it. */
  name: string;
  decode: (request: LiveRequest, context: DecodeContext) => Decoded;
  /** What the client takes for success. A bad record gets it, too: a client that is refused sends it for ever. */
  answer: (request: LiveRequest) => Answer;
  /** What the client is told where the token is wrong, if it has a form of its own for that. */
  refuse?: (request: LiveRequest) => Answer;
};

export const emptyAnswer: Answer = { status: 200, body: '' };

export function jsonAnswer(body: string, status = 200): Answer {
  return { status, contentType: 'application/json', body };
}
