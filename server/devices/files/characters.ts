import { isAscii } from 'node:buffer';
import { InvalidInput } from '../../http/problem.ts';
import { fileLimitBytes } from '../../http/upload.ts';
import { isUtf8 } from '../../imports/encoding.ts';

const mebibyte = 1024 * 1024;
/** So many bytes from the first that is no ASCII tell UTF-8 from GB 18030. */
const tellingBytes = 4096;

/** Makes text of bytes as they come. */
export type Characters = { read: (bytes: Uint8Array) => string; finish: () => string };

/**
 * Text in the encoding that its mark or XML declaration names. Else it is UTF-8 or, where that does not fit, GB 18030:
 * Chinese programs write it whatever a format says. That is told by the first bytes beyond ASCII.
 */
export function characters(): Characters {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  let undecided = Buffer.alloc(0);
  const decide = (isEnd: boolean): string => {
    if (isAscii(undecided)) {
      const plain = undecided.toString('latin1');
      undecided = Buffer.alloc(0);
      return plain;
    }
    const from = undecided.findIndex((byte) => byte >= 0x80);
    if (!isEnd && undecided.length - from < tellingBytes) return '';
    decoder = new TextDecoder(
      isUtf8(undecided, !isEnd) || (isEnd && isUtf8(undecided, true)) ? 'utf-8' : 'gb18030',
    );
    return decoder.decode(undecided, { stream: true });
  };
  return {
    read: (bytes) => {
      if (isFirst) decoder = declaredDecoder(Buffer.from(bytes));
      isFirst = false;
      if (decoder) return decoder.decode(bytes, { stream: true });
      undecided = undecided.length === 0 ? Buffer.from(bytes) : Buffer.concat([undecided, bytes]);
      return decide(false);
    },
    finish: () => {
      const rest = decoder ? '' : decide(true);
      return rest + (decoder?.decode() ?? '');
    },
  };
}

function declaredDecoder(beginning: Buffer): TextDecoder | undefined {
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return new TextDecoder('utf-16le');
  if (beginning[0] === 0xfe && beginning[1] === 0xff) return new TextDecoder('utf-16be');
  if (beginning[0] === 0xef && beginning[1] === 0xbb && beginning[2] === 0xbf)
    return new TextDecoder('utf-8');
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(
    beginning.subarray(0, 200).toString('latin1'),
  )?.[1];
  try {
    return declared === undefined ? undefined : new TextDecoder(declared);
  } catch {
    return undefined; // the declaration names nothing that exists
  }
}

export function fileTooLarge(limitBytes = fileLimitBytes): InvalidInput {
  const limit = Math.round(limitBytes / mebibyte);
  return new InvalidInput(
    'file-too-large',
    `The file is over the limit of ${limit} MB. Split it; what of it was stored already is not stored twice.`,
    `文件超过 ${limit} MB 上限。请拆分后重新上传，已保存的部分不会重复。`,
    [],
    413,
  );
}
