import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Request } from 'express';
import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import type { Deps } from '../deps.ts';
import { fileTooLarge } from '../devices/protocols/characters.ts';
import { getDevice } from '../devices/queries.ts';
import { idParam } from '../http/parse.ts';
import { Forbidden, InvalidInput, Problem } from '../http/problem.ts';
import { type Route, route } from '../http/route.ts';
import { fileLimitBytes, withUpload } from '../http/upload.ts';
import { type Sender, storeUpload, type UploadReceipt } from './upload.ts';
import { uploadReceipt } from './upload-schemas.ts';

/** Recorded tracks, by a device with its token or by somebody who answers for the device. */
export function uploadRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/tracks',
      summary: 'Upload a recorded track: GPX 1.0 or 1.1, as multipart (`file`) or as the raw body',
      access: { roles: ['chief'], own: ['officer', 'volunteer'] },
      acceptsDeviceToken: true,
      query: z.strictObject({ device: idParam.optional().describe('Needed where an account sends') }),
      upload: 'multipart/form-data',
      response: uploadReceipt,
      handle: async ({ caller, deviceId, scope, query, request, response }) => {
        const tokenId: unknown = response.locals['tokenId'];
        const sender: Sender = {
          deviceId: await deviceFor(deps, scope, deviceId, query.device),
          tokenId: deviceId !== undefined && typeof tokenId === 'number' ? tokenId : null,
          accountId: caller?.accountId ?? null,
        };
        return storeBody(deps, sender, request);
      },
    }),
  ];
}

/** The token's own device, or the one that a caller names and answers for. */
async function deviceFor(
  { db }: Deps,
  scope: Scope,
  ofToken: number | undefined,
  named: number | undefined,
): Promise<number> {
  if (ofToken !== undefined) {
    if (named === undefined || named === ofToken) return ofToken;
    throw new Forbidden(
      'other-device',
      `The token is not that of device ${named}.`,
      `此令牌不属于终端 ${named}。`,
    );
  }
  if (named !== undefined) return (await getDevice(db, scope, named)).id;
  throw new InvalidInput(
    'device-missing',
    'Say whose track it is: ?device= with the id of the device.',
    '请在 ?device= 中指明轨迹所属终端的编号。',
    [{ path: 'device', reason: 'missing' }],
  );
}

function storeBody(deps: Deps, sender: Sender, request: Request): Promise<UploadReceipt> {
  if (request.is('multipart/form-data'))
    return withUpload(request, ({ path, fileName }) =>
      storeUpload(deps, sender, createReadStream(path), fileName),
    );
  return storeRaw(deps, sender, request);
}

/** A client that is still writing hears no answer: the body is read to its end whatever becomes of it. */
async function storeRaw(deps: Deps, sender: Sender, request: Request): Promise<UploadReceipt> {
  try {
    if (Number(request.headers['content-length'] ?? 0) > fileLimitBytes) throw fileTooLarge();
    return await storeUpload(deps, sender, request, null);
  } catch (error) {
    request.resume();
    if (request.destroyed && !request.complete) throw bodyIncomplete();
    if (error instanceof Problem) await finished(request, { writable: false }).catch(() => {});
    throw error;
  }
}

function bodyIncomplete(): InvalidInput {
  return new InvalidInput(
    'body-incomplete',
    'The upload was broken off. Send the whole again: what was stored is not stored twice.',
    '上传中断。请重新上传整个文件，已保存的部分不会重复。',
    [],
    400,
  );
}
