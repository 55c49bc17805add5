import { createReadStream } from 'node:fs';

const chunkBytes = 1 << 20;

/** The text of a file, piece by piece. */
export async function* textOf(
  path: string,
  encoding: string,
  pieceBytes = chunkBytes,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path, { highWaterMark: pieceBytes }))
    yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** UTF-8 where the whole file is that, else GB 18030: Chinese programs write it whatever a format says. */
export async function encodingOfText(path: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }))
      decoder.decode(chunk, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'gb18030';
    throw error;
  }
}
