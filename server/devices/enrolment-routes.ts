import type { Request } from 'express';
import { type Config, isLoopback } from '../config.ts';
import type { Deps } from '../deps.ts';
import { type Route, route } from '../http/route.ts';
import { drainRereadings } from '../tracks/rereadings.ts';
import { enrol } from './enrol.ts';
import { enrolment, enrolmentInput } from './enrolment.ts';
import { type App, setUp } from './setup.ts';
import { rememberToken } from './shown-tokens.ts';

/** A phone or terminal put to use in one step. */
export function enrolmentRoutes(deps: Deps): Route[] {
  const { db, config } = deps;
  return [
    route({
      method: 'post',
      path: '/api/devices/enrolments',
      summary:
        'Put a phone or terminal to use: device, carrier from now on, new token, and how its app is set up',
      access: { roles: ['chief'] },
      body: enrolmentInput,
      response: enrolment,
      status: 201,
      handle: async ({ scope, body, request, response }) => {
        const { device, token, secret } = await enrol(db, scope, config.timeZone, body);
        rememberToken(device.id, token);
        await drainRereadings(deps, device.id);
        const base = baseOf(config, request);
        const { jt808Port } = config;
        const { id: deviceId, identity } = device;
        response.setHeader('Cache-Control', 'no-store');
        return {
          ...setUp(body.app, { base, token, deviceId, identity, secret, jt808Port }),
          device,
          token,
          app: body.app,
          base,
          doubt: doubtOf(config, body.app, base),
        };
      },
    }),
  ];
}

/** PUBLIC_URL, or where it is absent the address under which the page was asked for. */
function baseOf({ publicUrl }: Config, request: Request): string {
  const base = publicUrl ?? `${request.protocol}://${request.get('host') ?? 'localhost'}`;
  return base.replace(/\/+$/, '');
}

function doubtOf({ publicUrl, jt808Port }: Config, app: App, base: string) {
  if (app === 'jt808' && jt808Port === null) return 'no-terminal-port' as const;
  if (isLoopback(new URL(base).hostname.replace(/^\[|\]$/g, ''))) return 'loopback' as const;
  return publicUrl === null ? ('no-public-url' as const) : null;
}
