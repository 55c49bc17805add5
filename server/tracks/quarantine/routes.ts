import { once } from 'node:events';
import type { Response } from 'express';
import { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import { recordLook } from '../../accounts/record-look.ts';
import type { Deps } from '../../deps.ts';
import { getDevice } from '../../devices/queries.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../../http/parse.ts';
import { callerOf, type Route, route } from '../../http/route.ts';
import {
  countWaiting,
  dismissWaiting,
  listRecords,
  listWholeRecords,
  type QuarantinedRecord,
} from './queries.ts';
import { readableOf } from './readable.ts';
import { replay } from './replay.ts';

const roles = ['chief'] as const;
const own = ['officer', 'volunteer'] as const;
const name = z.string().min(1).max(64);

const filterQuery = { device: idParam.optional(), reason: name.optional(), protocol: name.optional() };
const filterBody = z.strictObject({
  deviceId: z.int().positive().optional(),
  reason: name.optional(),
  protocol: name.optional(),
  ids: z.array(z.int().positive()).min(1).max(1_000).optional(),
});

const record = z.object({
  id: z.int(),
  deviceId: z.int(),
  device: z.string(),
  receivedAt: z.iso.datetime(),
  protocol: z.string(),
  reason: z.string(),
  attempts: z.int().meta({ description: 'How often it was decoded again in vain' }),
  outcome: z.enum(['stored', 'duplicate', 'off-duty', 'nothing', 'dismissed']).nullable(),
  bytes: z.int(),
  text: z.string().meta({ description: 'The beginning: as text, or in hexadecimal where it is none' }),
  isText: z.boolean(),
});

const waitingCount = z.object({
  deviceId: z.int(),
  device: z.string(),
  protocol: z.string(),
  reason: z.string(),
  count: z.int(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
});

const replayed = z.object({
  tried: z.int(),
  stored: z.int(),
  duplicate: z.int(),
  'off-duty': z.int(),
  nothing: z.int(),
  still: z.int(),
});

/** What arrived and could not be understood: to be looked through, decoded again, dismissed and taken out. */
export function quarantineRoutes(deps: Deps): Route[] {
  return [...readingRoutes(deps), ...settlingRoutes(deps)];
}

function readingRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/quarantine',
      summary: 'Records that could not be understood, the latest first',
      access: { roles, own },
      query: z.strictObject({ ...filterQuery, settled: z.stringbool().default(false), ...pageQuery }),
      response: z.object({ records: z.array(record), next: z.string().nullable() }),
      handle: async (call) => {
        const { limit, cursor, device, ...filter } = call.query;
        const after = decodeCursor(z.tuple([z.string(), z.int()]), cursor);
        const rows = await listRecords(
          db,
          { ...filter, scope: call.scope, deviceId: device },
          { after, limit: limit + 1 },
        );
        const { page, next } = cutPage(rows, limit, ({ receivedAt, id }) => [receivedAt.toISOString(), id]);
        await recordRecordsSeen(db, callerOf(call), page);
        return { records: page.map(toRecord), next };
      },
    }),
    route({
      method: 'get',
      path: '/api/quarantine/counts',
      summary: 'How many records wait, by device, protocol and reason; the most first',
      access: { roles, own },
      query: z.strictObject(filterQuery),
      response: z.object({ counts: z.array(waitingCount) }),
      handle: async ({ scope, query: { device, ...filter } }) => ({
        counts: await countWaiting(db, { ...filter, scope, deviceId: device }),
      }),
    }),
    route({
      method: 'get',
      path: '/api/quarantine/export',
      summary: 'Records as they arrived, one line of JSON each, the bytes in base64',
      access: { roles, own },
      query: z.strictObject({ ...filterQuery, settled: z.stringbool().default(false) }),
      handle: async (call) => {
        const { device, ...filter } = call.query;
        const { response } = call;
        response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
        response.setHeader('Content-Disposition', 'attachment; filename="quarantine.ndjson"');
        let after: readonly [string, number] | undefined;
        for (;;) {
          const rows = await listWholeRecords(
            db,
            { ...filter, scope: call.scope, deviceId: device },
            { after, limit: 500 },
          );
          const last = rows.at(-1);
          if (!last) break;
          await recordRecordsSeen(db, callerOf(call), rows);
          for (const { raw, personId: _carrier, bytes: _bytes, ...row } of rows)
            await writeOrWait(response, `${JSON.stringify({ ...row, raw: raw.toString('base64') })}\n`);
          if (response.destroyed) return;
          after = [last.receivedAt.toISOString(), last.id];
        }
        response.end();
      },
    }),
  ];
}

function settlingRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/quarantine/retry',
      summary: 'Decode again what waits: all of it, or of one device, protocol or reason, or some records',
      access: { roles },
      body: filterBody,
      response: replayed,
      handle: async ({ scope, body }) => {
        if (body.deviceId !== undefined) await getDevice(deps.db, scope, body.deviceId);
        return replay(deps, { ...body, scope });
      },
    }),
    route({
      method: 'post',
      path: '/api/quarantine/dismiss',
      summary: 'Have records wait no longer; they are kept until the retention ends them',
      access: { roles },
      body: filterBody,
      response: z.object({ dismissed: z.int() }),
      handle: async ({ scope, body }) => {
        if (body.deviceId !== undefined) await getDevice(deps.db, scope, body.deviceId);
        return { dismissed: await dismissWaiting(deps.db, { ...body, scope }) };
      },
    }),
  ];
}

function toRecord({ raw, personId: _carrier, ...row }: QuarantinedRecord) {
  return { ...row, ...readableOf(raw, { isCut: raw.length < row.bytes }) };
}

/** Whoever reads slowly has the rest stay in the database. */
async function writeOrWait(response: Response, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  const reading = new AbortController();
  const { signal } = reading;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).finally(() =>
    reading.abort(),
  );
}

/** They may hold positions: of whoever carried the device when they arrived. */
async function recordRecordsSeen(
  db: Deps['db'],
  caller: Caller,
  records: readonly QuarantinedRecord[],
): Promise<void> {
  const times = records.map(({ receivedAt }) => receivedAt.getTime());
  await recordLook(db, caller, {
    what: 'quarantine',
    period: {
      from: times.length > 0 ? new Date(Math.min(...times)) : null,
      to: times.length > 0 ? new Date(Math.max(...times) + 1) : null,
    },
    personIds: records.flatMap(({ personId }) => personId ?? []),
    deviceIds: records.flatMap(({ personId, deviceId }) => (personId === null ? deviceId : [])),
  });
}
