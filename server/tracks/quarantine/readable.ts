import { TextDecoder } from 'node:util';

const mostCharacters = 2_000;
const mostHexBytes = 512;
/** What text has none of but tabs and ends of lines. */
const control = /(?![\t\r\n])\p{Cc}/u;

/** The beginning of what arrived, for a person: as text where it is some, else in hexadecimal. What was cut may end within a character. */
export function readableOf(
  raw: Uint8Array,
  { isCut }: { isCut: boolean },
): { text: string; isText: boolean } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(raw, { stream: isCut });
    if (!control.test(text)) return { text: text.slice(0, mostCharacters), isText: true };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return { text: Buffer.from(raw.subarray(0, mostHexBytes)).toString('hex'), isText: false };
}
