import { z } from 'zod';
import { idParam } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { job } from './job.ts';
import { cancelJob, getJob } from './jobs.ts';

const params = z.object({ id: idParam });

export function jobRoutes(): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/jobs/:id',
      summary: "How far a long run of the caller's is, and what came of it",
      access: 'signed-in',
      params,
      response: job,
      handle: (call) => {
        const { state, progress, message, result } = getJob(call.params.id, callerOf(call).accountId);
        return { state, progress, message, result };
      },
    }),
    route({
      method: 'delete',
      path: '/api/jobs/:id',
      summary: "Cancel a long run of the caller's",
      access: 'signed-in',
      params,
      status: 204,
      handle: (call) => cancelJob(call.params.id, callerOf(call).accountId),
    }),
  ];
}
