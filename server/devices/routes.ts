import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { drainRereadings } from '../tracks/rereadings.ts';
import { carrier, carrierInput, type Device, device, deviceChange, deviceInput } from './device.ts';
import { health } from './health.ts';
import { healthOf } from './health-queries.ts';
import { getDevice, listCarriers, listDevices } from './queries.ts';
import { carry, changeCarrierEnd, changeDevice, registerDevice } from './register.ts';
import { rememberToken } from './shown-tokens.ts';
import { findSilent } from './silence-queries.ts';
import { replaceToken, revokeTokens } from './store.ts';

const roles = ['chief'] as const;
const own = ['officer', 'volunteer'] as const;
const params = z.strictObject({ id: idParam });
const listQuery = z.strictObject({
  q: z.string().max(100).optional(),
  person: idParam.optional(),
  order: z
    .enum(['name', 'attention'])
    .default('name')
    .describe('`attention` puts those first that are silent beyond their habit, longest first'),
  ...pageQuery,
});
const cursorKey = z.tuple([z.string(), z.string(), z.int()]);
const deviceNow = device.extend({ health });

/** The register of devices, their tokens, and who carries them when. */
export function deviceRoutes(deps: Deps): Route[] {
  return [...registerRoutes(deps), ...tokenRoutes(deps), ...carrierRoutes(deps)];
}

function registerRoutes({ db, config: { timeZone } }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/devices',
      summary: 'Devices, with who carries them and how they do',
      access: { roles, own },
      query: listQuery,
      response: z.object({ devices: z.array(deviceNow), next: z.string().nullable() }),
      handle: async ({ scope, query: { limit, cursor, order, ...filter } }) => {
        const after = decodeCursor(cursorKey, cursor);
        const first = order === 'attention' ? await findSilent(db, scope, filter) : [];
        const rows = await listDevices(db, scope, filter, { after, limit: limit + 1 }, first);
        const { page, next } = cutPage(rows, limit, ({ sortedAt, name, id }) => [sortedAt, name, id]);
        return { devices: await withHealth(db, timeZone, page), next };
      },
    }),
    route({
      method: 'post',
      path: '/api/devices',
      summary: 'Register a device',
      access: { roles },
      body: deviceInput,
      response: device,
      status: 201,
      handle: ({ scope, body }) => registerDevice(db, scope, body),
    }),
    route({
      method: 'get',
      path: '/api/devices/:id',
      summary: 'One device, with how it does',
      access: { roles, own },
      params,
      response: deviceNow,
      handle: async ({ scope, params }) => {
        const found = await getDevice(db, scope, params.id);
        const [answer] = await withHealth(db, timeZone, [found]);
        return answer;
      },
    }),
    route({
      method: 'patch',
      path: '/api/devices/:id',
      summary: 'Change a device; its datum counts for what arrives from now on',
      access: { roles },
      params,
      body: deviceChange,
      response: device,
      handle: ({ scope, params, body }) => changeDevice(db, scope, params.id, body),
    }),
  ];
}

/** In the same order; where a device stands in a list is not told. */
async function withHealth(
  db: Deps['db'],
  timeZone: string,
  devices: readonly (Device & { sortedAt?: string })[],
) {
  const healths = await healthOf(
    db,
    timeZone,
    devices.map(({ id }) => id),
  );
  return devices.map(({ sortedAt: _place, ...device }) => ({ ...device, health: healths.get(device.id) }));
}

function tokenRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/devices/:id/token',
      summary: 'A new token of a device, shown this once; the older one ends',
      access: { roles },
      params,
      response: z.object({ token: z.string() }),
      status: 201,
      handle: async ({ scope, params }) => {
        await getDevice(db, scope, params.id);
        const token = await db.transaction((trx) => replaceToken(trx, params.id));
        rememberToken(params.id, token);
        return { token };
      },
    }),
    route({
      method: 'delete',
      path: '/api/devices/:id/token',
      summary: 'Revoke the token of a device',
      access: { roles },
      params,
      status: 204,
      handle: async ({ scope, params }) => {
        await getDevice(db, scope, params.id);
        await revokeTokens(db, params.id);
      },
    }),
  ];
}

function carrierRoutes(deps: Deps): Route[] {
  const { db, config } = deps;
  const { timeZone } = config;
  return [
    route({
      method: 'get',
      path: '/api/devices/:id/carriers',
      summary: 'Who carried a device when, latest first',
      access: { roles, own },
      params,
      response: z.object({ carriers: z.array(carrier), next: z.null() }),
      handle: async ({ scope, params }) => {
        await getDevice(db, scope, params.id);
        return { carriers: await listCarriers(db, scope, params.id), next: null };
      },
    }),
    route({
      method: 'post',
      path: '/api/devices/:id/carriers',
      summary: 'Say who carries a device from when; 409 where somebody else does',
      access: { roles },
      params,
      body: carrierInput(timeZone),
      response: carrier,
      status: 201,
      handle: async ({ scope, params, body: { personId, from, to = null } }) => {
        const made = await carry(db, scope, timeZone, { deviceId: params.id, personId, from, to });
        await drainRereadings(deps, params.id);
        return made;
      },
    }),
    route({
      method: 'patch',
      path: '/api/devices/:id/carriers/:carrierId',
      summary: 'End a carrying, or change its end; null leaves it open',
      access: { roles },
      params: z.strictObject({ id: idParam, carrierId: idParam }),
      body: z.strictObject({ to: moment(timeZone).nullable() }),
      response: carrier,
      handle: async ({ scope, params, body: { to } }) => {
        const change = { deviceId: params.id, id: params.carrierId, to };
        const changed = await changeCarrierEnd(db, scope, timeZone, change);
        await drainRereadings(deps, params.id);
        return changed;
      },
    }),
  ];
}
