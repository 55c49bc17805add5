import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { withUpload } from '../http/upload.ts';
import { commitImport } from './commit.ts';
import { commitRequest, importDetail, importPreview, importResult } from './import.ts';
import { previewImport } from './preview.ts';
import { describeImport, getImport, previewOutlines } from './queries.ts';

const params = z.object({ id: idParam });

export function importRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/imports',
      summary: 'Read a file into a preview; nothing changes until it is committed',
      access: { roles: ['planner'] },
      upload: 'multipart/form-data',
      response: importPreview,
      status: 201,
      handle: async (call) => {
        const caller = callerOf(call);
        const who = { caller, scope: call.scope, language: call.language };
        const id = await withUpload(call.request, (upload) => previewImport(db, who, upload));
        return describeImport(await getImport(db, caller, id), call.language);
      },
    }),
    route({
      method: 'get',
      path: '/api/imports/:id',
      summary: 'A preview with its simplified outlines',
      access: { roles: ['planner', 'admin'] },
      params,
      response: importDetail,
      handle: async (call) => {
        const found = await getImport(db, callerOf(call), call.params.id);
        return { ...describeImport(found, call.language), preview: await previewOutlines(db, found) };
      },
    }),
    route({
      method: 'post',
      path: '/api/imports/:id/commit',
      summary: 'Take a previewed import over',
      access: { roles: ['planner', 'admin'] },
      params,
      body: commitRequest,
      response: importResult,
      handle: async (call) => {
        const who = { caller: callerOf(call), scope: call.scope, language: call.language };
        return commitImport(db, who, call.params.id, call.body);
      },
    }),
  ];
}
