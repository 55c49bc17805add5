import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Request } from 'express';
import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import type { Deps } from '../deps.ts';
import { fileTooLarge } from '../devices/files/characters.ts';
import type { TrackHints } from '../devices/files/open-track.ts';
import { getDevice } from '../devices/queries.ts';
import { idParam, parse } from '../http/parse.ts';
import { Forbidden, InvalidInput, Problem } from '../http/problem.ts';
import { type Route, route } from '../http/route.ts';
import { fileLimitBytes, withUpload } from '../http/upload.ts';
import { type Sender, storeUpload } from './upload.ts';
import { csvReadingFields, uploadFields, uploadReceipt } from './upload-schemas.ts';
import type { UploadReceipt } from './upload-sum.ts';

/** Recorded tracks, by a device with its token or by somebody who answers for the device. */
export function uploadRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/tracks',
      summary:
        'Upload a recorded track (GPX, KML, KMZ, TCX, FIT, GeoJSON, CSV, PLT, NMEA), as multipart (`file`) or as the raw body',
      access: { roles: ['chief'], own: ['officer', 'volunteer'] },
      acceptsDeviceToken: true,
      query: z.strictObject({
        device: idParam.optional().describe('Needed where an account sends'),
        ...csvReadingFields,
      }),
      upload: 'multipart/form-data',
      response: uploadReceipt,
      handle: async ({ caller, deviceId, scope, query, language, request, response }) => {
        const tokenId: unknown = response.locals['tokenId'];
        const sender: Sender = {
          deviceId: await deviceFor(deps, scope, deviceId, query.device),
          tokenId: deviceId !== undefined && typeof tokenId === 'number' ? tokenId : null,
          accountId: caller?.accountId ?? null,
        };
        const reading = (said: Reading): Pick<TrackHints, 'mapping' | 'zone'> => ({
          mapping: said.mapping ?? query.mapping ?? {},
          zone: said.zone ?? query.zone ?? deps.config.timeZone,
        });
        if (!request.is('multipart/form-data'))
          return storeRaw(deps, sender, request, { ...reading({}), ...unnamed(request) });
        return withUpload(request, ({ path, fileName, fields }) => {
          const hints = { ...reading(parse(uploadFields, fields, language)), fileName, contentType: '' };
          return storeUpload(deps, sender, createReadStream(path), hints);
        });
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

type Reading = { mapping?: TrackHints['mapping'] | undefined; zone?: string | undefined };

function unnamed(request: Request): Pick<TrackHints, 'fileName' | 'contentType'> {
  return { fileName: null, contentType: request.headers['content-type'] ?? '' };
}

/** A client that is still writing hears no answer: the body is read to its end whatever becomes of it. */
async function storeRaw(
  deps: Deps,
  sender: Sender,
  request: Request,
  hints: TrackHints,
): Promise<UploadReceipt> {
  try {
    if (Number(request.headers['content-length'] ?? 0) > fileLimitBytes) throw fileTooLarge();
    return await storeUpload(deps, sender, request, hints);
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
