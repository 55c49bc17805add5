import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { InvalidInput } from '../http/problem.ts';

const entryLimit = 10_000;
const expandedLimitBytes = 1024 ** 3;
const ratioLimit = 100;
/** Tables padded with blanks pack very well; small archives are let be. */
const ratioFreeBytes = 1024 ** 2;

/** One file of an archive: its name inside, and where it was written, under a name of ours. */
export type Expanded = { name: string; path: string };

/**
 * Expands those files of a zip archive that are wanted into a folder, bounded in number, size and ratio. No name of
 * the archive is ever used as a path. Throws InvalidInput for a bomb, a name that leaves the folder, encryption and
 * damage; a plain sub-folder is fine.
 */
export async function expandArchive(
  path: string,
  folder: string,
  isWanted: (name: string) => boolean,
  prefix = 'entry',
): Promise<Expanded[]> {
  const zip = await openZip(path);
  try {
    if (zip.entryCount > entryLimit)
      throw refuseBomb(`more than ${entryLimit} files`, `文件数超过 ${entryLimit}`);
    const entries = await listEntries(zip);
    checkSizes(entries, (await stat(path)).size);
    const expanded: Expanded[] = [];
    for (const { entry, name } of entries) {
      if (!isWanted(name)) continue;
      const target = join(folder, `${prefix}-${expanded.length}`);
      await expandEntry(zip, entry, name, target);
      expanded.push({ name, path: target });
    }
    return expanded;
  } finally {
    zip.close();
  }
}

type Named = { entry: Entry; name: string };

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true };
    yauzl.open(path, options, (error, zip) => (error ? reject(damaged(error)) : resolve(zip)));
  });
}

function listEntries(zip: ZipFile): Promise<Named[]> {
  return new Promise((resolve, reject) => {
    const entries: Named[] = [];
    zip.on('error', (error: Error) => reject(damaged(error)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      try {
        const name = safeName(entry);
        if (!name.endsWith('/')) entries.push({ entry, name });
        zip.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    zip.readEntry();
  });
}

/** Names without the UTF-8 flag come from Windows in its code page, in China GBK. */
function safeName(entry: Entry): string {
  // With decodeStrings off the library hands out the bytes, which its types do not say.
  const bytes = entry.fileName as unknown as Buffer;
  const name = decodeName(bytes).replaceAll('\\', '/');
  const wrong = name.includes('\0') ? 'NUL' : yauzl.validateFileName(name);
  if (wrong === null) return name;
  throw new InvalidInput(
    'path-in-archive',
    `The archive holds a name that leads out of its folder: ${JSON.stringify(name.slice(0, 200))}.`,
    `压缩包中的文件名指向其目录之外：${JSON.stringify(name.slice(0, 200))}。`,
  );
}

function decodeName(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function checkSizes(entries: Named[], archiveBytes: number): void {
  const expandedBytes = entries.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
  if (expandedBytes > expandedLimitBytes) throw refuseBomb('more than 1 GB when expanded', '解压后超过 1 GB');
  if (expandedBytes > ratioFreeBytes && expandedBytes > archiveBytes * ratioLimit)
    throw refuseBomb(
      `more than ${ratioLimit} times its size when expanded`,
      `解压后超过原大小的 ${ratioLimit} 倍`,
    );
}

async function expandEntry(zip: ZipFile, entry: Entry, name: string, target: string): Promise<void> {
  if (entry.isEncrypted())
    throw new InvalidInput(
      'archive-encrypted',
      `${name} in the archive is encrypted; send it without a password.`,
      `压缩包中的 ${name} 已加密，请上传未加密的压缩包。`,
    );
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(damaged(error)) : resolve(opened)));
  });
  try {
    await pipeline(stream, stopAt(entry.uncompressedSize), createWriteStream(target));
  } catch (error) {
    throw error instanceof InvalidInput ? error : damaged(error);
  }
}

/** What expands to more than it said is a bomb, whatever the library makes of it. */
function stopAt(limitBytes: number): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (passed > limitBytes)
        done(refuseBomb('more than it declares when expanded', '解压后超过其声明的大小'));
      else done(null, chunk);
    },
  });
}

function refuseBomb(english: string, chinese: string): InvalidInput {
  return new InvalidInput(
    'archive-too-large',
    `The archive holds ${english}.`,
    `压缩包${chinese}。`,
    [],
    413,
  );
}

function damaged(error: unknown): InvalidInput {
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidInput(
    'archive-damaged',
    `The archive is damaged or of a kind that cannot be read: ${reason}.`,
    `压缩包已损坏或格式不受支持：${reason}。`,
  );
}
