import type { Readable } from 'node:stream';
import { InvalidInput } from '../../http/problem.ts';
import { fileLimitBytes } from '../../http/upload.ts';

const mebibyte = 1024 * 1024;

/**
 * The text of a file as it arrives: in the encoding that its mark or XML declaration names, else UTF-8. Throws beyond
 * the limit. The stream is left as it is where reading stops early, so that an answer can still be sent.
 */
export async function* charactersOf(file: Readable, limitBytes = fileLimitBytes): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let bytes = 0;
  for await (const chunk of file.iterator({ destroyOnReturn: false })) {
    const part: Buffer = chunk;
    bytes += part.length;
    if (bytes > limitBytes) throw fileTooLarge(limitBytes);
    decoder ??= decoderFor(part);
    yield decoder.decode(part, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

function decoderFor(beginning: Buffer): TextDecoder {
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return new TextDecoder('utf-16le');
  if (beginning[0] === 0xfe && beginning[1] === 0xff) return new TextDecoder('utf-16be');
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(
    beginning.subarray(0, 200).toString('latin1'),
  )?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8');
  } catch {
    return new TextDecoder('utf-8'); // the declaration names nothing that exists
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
