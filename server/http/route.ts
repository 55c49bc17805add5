import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { Caller, Role } from '../access/caller.ts';
import { everywhere, hasRole, type RoleAccess, resolveScope, type Scope } from '../access/scope.ts';
import type { Deps } from '../deps.ts';
import { parse } from './parse.ts';
import { wrongPeriod } from './period.ts';
import { Forbidden, InvalidInput, type Language, languageOf, Unauthenticated } from './problem.ts';

/**
 * Who may call: anybody; whoever holds the token that is in the path; anybody signed in; or holders of roles.
 * `own` roles see what is their own person's, `roles` what their areas cover.
 */
export type Access = 'public' | 'path-token' | 'signed-in' | RoleAccess;

type Schema = z.ZodType | undefined;
export type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

type Call<P extends Schema, Q extends Schema, B extends Schema> = {
  /** Undefined on public routes, and where a device's token is the credential. */
  caller: Caller | undefined;
  /** The device whose token came as Bearer, on routes that accept one. */
  deviceId: number | undefined;
  scope: Scope;
  params: Output<P>;
  query: Output<Q>;
  body: Output<B>;
  language: Language;
  request: Request;
  response: Response;
};

export type RouteDefinition<P extends Schema, Q extends Schema, B extends Schema> = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  access: Access;
  /** A device token as Bearer is let in beside the accounts. */
  acceptsDeviceToken?: true;
  params?: P;
  query?: Q;
  body?: B;
  /** What else the body may be, for the documentation: the handler reads the request itself. */
  upload?: string;
  /** The JSON answered; absent where the handler writes the response itself. */
  response?: z.ZodType;
  /** 200 unless said otherwise; a handler may set another with `response.status`. */
  status?: number;
  handle: (call: Call<P, Q, B>) => unknown | Promise<unknown>;
};

export type Route = RouteDefinition<z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined>;

/** Ties the handler's types to the schemas; the list of routes is then homogeneous. */
export function route<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(definition: RouteDefinition<P, Q, B>): Route {
  // A handler is only ever called with what its own schemas returned.
  return definition as unknown as Route;
}

/** Checks the credential, role and input of one route, calls its handler and sends what it returns. */
export function routeHandler(deps: Deps, definition: Route): RequestHandler {
  return async (request: Request, response: Response, _next: NextFunction) => {
    const language = languageOf(request);
    const { caller, deviceId } = authorize(definition, response);
    const input = readInput(definition, request, language);
    // What somebody may see is nobody else's, also where a proxy keeps answers. Handlers say what else they know.
    if (caller || deviceId !== undefined) response.set('Cache-Control', 'private, no-cache');
    const scope = caller ? await scopeFor(deps, caller, definition.access) : everywhere;
    const answer = await definition.handle({
      ...input,
      caller,
      deviceId,
      scope,
      language,
      request,
      response,
    });
    if (response.headersSent || !definition.response) {
      if (!response.writableEnded && !response.headersSent && answer === undefined)
        response.status(204).end();
      return;
    }
    if (response.statusCode === 200 && definition.status) response.status(definition.status);
    response.json(answer);
  };
}

/** The account that calls; for routes that nobody else is let in to. */
export function callerOf({ caller }: { caller: Caller | undefined }): Caller {
  if (!caller) throw new Unauthenticated();
  return caller;
}

function authorize(definition: Route, response: Response): { caller?: Caller; deviceId?: number } {
  const { access } = definition;
  if (access === 'public' || access === 'path-token') return {};
  const { caller, deviceId }: { caller?: Caller; deviceId?: number } = response.locals;
  if (deviceId !== undefined) {
    if (!definition.acceptsDeviceToken) throw new Forbidden();
    return { deviceId };
  }
  if (!caller) throw new Unauthenticated();
  if (access !== 'signed-in' && !hasRole(caller, [...access.roles, ...(access.own ?? [])]))
    throw new Forbidden();
  return { caller };
}

function scopeFor(deps: Deps, caller: Caller, access: Access): Promise<Scope> {
  const allRoles: readonly Role[] = ['admin', 'planner', 'chief', 'officer', 'volunteer', 'viewer'];
  const roleAccess = typeof access === 'string' ? { roles: allRoles } : access;
  return resolveScope(deps.db, caller, roleAccess);
}

function readInput(definition: Route, request: Request, language: Language) {
  const params = definition.params && parse(definition.params, request.params, language);
  const query = definition.query && parse(definition.query, request.query, language);
  refuseReversed(query);
  if (!definition.query && Object.keys(request.query).length > 0 && definition.access !== 'path-token')
    refuseUnknownQuery(request);
  const body = definition.body && parse(definition.body, request.body ?? {}, language);
  return { params, query, body };
}

/** Whoever asks about a period that holds nothing would take the empty answer for what happened. */
function refuseReversed(query: unknown): void {
  const { from, to }: { from?: unknown; to?: unknown } = Object(query);
  if (from instanceof Date && to instanceof Date && from >= to) throw wrongPeriod();
}

function refuseUnknownQuery(request: Request): never {
  const errors = Object.keys(request.query).map((path) => ({ path, reason: 'unknown' }));
  const names = errors.map(({ path }) => path).join(', ');
  throw new InvalidInput(
    'invalid-input',
    `This path takes no parameter ${names}.`,
    `此地址不接受参数 ${names}。`,
    errors,
  );
}
