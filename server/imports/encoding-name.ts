import { InvalidInput } from '../http/problem.ts';
import { type Encoding, encodingOf } from './encoding.ts';

/** The encoding that somebody named, or InvalidInput. */
export function parseEncoding(name: string): Encoding {
  const encoding = encodingOf(name);
  if (encoding) return encoding;
  throw new InvalidInput(
    'unknown-encoding',
    `The encoding ${JSON.stringify(name.slice(0, 40))} is not known; try UTF-8 or GBK.`,
    `未知的编码 ${JSON.stringify(name.slice(0, 40))}，可用 UTF-8 或 GBK。`,
    [{ path: 'encoding', reason: 'unknown' }],
  );
}
