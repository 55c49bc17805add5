import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { withUpload } from '../http/upload.ts';
import { commitImport } from './commit.ts';
import { commitRequest, importDetail, importPreview, importResult } from './import.ts';
import { nameKept } from './people/undo.ts';
import { describeImport, getImport, previewOutlines } from './queries.ts';
import { receiveImport } from './receive.ts';
import { whoImports } from './who.ts';

const params = z.object({ id: idParam });

export function importRoutes(deps: Deps): Route[] {
  const { db, config } = deps;
  return [
    route({
      method: 'post',
      path: '/api/imports',
      summary: 'Read a file into a preview; nothing changes until it is committed',
      access: { roles: ['planner', 'chief'] },
      upload: 'multipart/form-data',
      response: importPreview,
      status: 201,
      handle: async (call) => {
        const [caller, { language }] = [callerOf(call), call];
        const id = await withUpload(call.request, (upload) => receiveImport(db, caller, language, upload));
        return describeImport(await getImport(db, caller, id), language);
      },
    }),
    route({
      method: 'get',
      path: '/api/imports/:id',
      summary: 'A preview with its simplified outlines',
      access: { roles: ['planner', 'chief', 'admin'] },
      params,
      response: importDetail,
      handle: async (call) => {
        const found = await getImport(db, callerOf(call), call.params.id);
        const { scope } = await whoImports(db, callerOf(call), found.kind, call.language, ['admin']);
        return {
          ...describeImport(found, call.language),
          ...(found.undoResult && { undoResult: await nameKept(db, scope, found.undoResult) }),
          preview: await previewOutlines(db, found, config.timeZone),
        };
      },
    }),
    route({
      method: 'post',
      path: '/api/imports/:id/commit',
      summary: 'Take a previewed import over',
      access: { roles: ['planner', 'chief', 'admin'] },
      params,
      body: commitRequest,
      response: importResult,
      handle: (call) => commitImport(deps, callerOf(call), call.language, call.params.id, call.body),
    }),
  ];
}
