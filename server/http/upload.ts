import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { Request } from 'express';
import { InvalidInput } from './problem.ts';

export const fileLimitBytes = 256 * 1024 * 1024;
const fieldLimitBytes = 100_000;

/** A file that came as multipart/form-data, on disk until the work on it is done. */
export type Upload = {
  path: string;
  /** A folder of its own, removed with the file. */
  folder: string;
  /** The client's name for the file, without folders. */
  fileName: string;
  fields: Record<string, string>;
};

/**
 * Streams the one `file` of a multipart body to disk, does the work and removes it, whatever happens.
 * Throws InvalidInput: 413 over the limit, 415 for another kind of body, 400 where it ends early.
 */
export async function withUpload<T>(request: Request, work: (upload: Upload) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gridwarden-'));
  try {
    return await work(await receive(request, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Received = {
  fileName: string | undefined;
  files: number;
  isTooLarge: boolean;
  fields: Record<string, string>;
};

async function receive(request: Request, folder: string): Promise<Upload> {
  const path = join(folder, 'upload');
  const form = openForm(request);
  const received: Received = { fileName: undefined, files: 0, isTooLarge: false, fields: {} };
  const writes: Promise<void>[] = [];
  let failure: unknown;
  form.on('field', (name, value, info) => {
    if (info.valueTruncated || info.nameTruncated) received.isTooLarge = true;
    received.fields[name] = value;
  });
  form.on('file', (name, stream, { filename }) => {
    received.files += 1;
    if (name !== 'file' || received.files > 1) return void stream.resume();
    received.fileName = basename((filename ?? '').replaceAll('\\', '/')).slice(0, 200) || 'file';
    stream.on('limit', () => {
      received.isTooLarge = true;
    });
    // Settled here and now: a rejection that nobody awaits yet would end the process.
    const written = pipeline(stream, createWriteStream(path)).catch((error: unknown) => {
      failure = error;
      form.destroy();
    });
    writes.push(written);
  });
  await swallow(request, form)
    .finally(() => Promise.all(writes))
    .catch((error: unknown) => {
      throw isDiskFailure(failure) ? failure : error;
    });
  if (failure) throw failure;
  return { path, folder, ...complete(received) };
}

function openForm(request: Request): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { fileSize: fileLimitBytes, fields: 50, fieldSize: fieldLimitBytes },
    });
  } catch {
    throw new InvalidInput(
      'not-multipart',
      'Send the file as multipart/form-data in the field "file".',
      '请以 multipart/form-data 方式在 file 字段中上传文件。',
      [],
      415,
    );
  }
}

/** Reads the body to its end even where it is too large: a client that is still writing hears no answer. */
async function swallow(request: Request, form: busboy.Busboy): Promise<void> {
  try {
    if (Number(request.headers['content-length'] ?? 0) > fileLimitBytes + 64 * fieldLimitBytes) {
      request.resume();
      await finished(request);
      throw tooLarge();
    }
    await pipeline(request, form);
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    request.resume();
    refuseIncomplete();
  }
}

function isDiskFailure(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function complete({ fileName, files, isTooLarge, fields }: Received) {
  if (isTooLarge) throw tooLarge();
  if (fileName !== undefined && files === 1) return { fileName, fields };
  throw new InvalidInput(
    'file-missing',
    'Send exactly one file, in the field "file".',
    '请在 file 字段中上传且仅上传一个文件。',
    [{ path: 'file', reason: files > 1 ? 'more than one file' : 'missing' }],
  );
}

function tooLarge(): InvalidInput {
  return new InvalidInput(
    'file-too-large',
    'The file is over the limit of 256 MB.',
    '文件超过 256 MB 上限。',
    [],
    413,
  );
}

function refuseIncomplete(): never {
  throw new InvalidInput(
    'body-incomplete',
    'The multipart body is damaged or ended early.',
    '上传内容已损坏或提前结束。',
    [],
    400,
  );
}
