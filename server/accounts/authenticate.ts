import { parseCookie } from 'cookie';
import type { RequestHandler } from 'express';
import type { Deps } from '../deps.ts';
import { Forbidden, Unauthenticated } from '../http/problem.ts';
import { findCredential } from './tokens.ts';

export const sessionCookie = 'gridwarden_session';

/**
 * Finds out who is calling. An Authorization header, where present, decides and the cookie is ignored;
 * a changing request by cookie must come from our own page.
 */
export function authenticate({ db, config }: Deps): RequestHandler {
  return async (request, response, next) => {
    const { authorization } = request.headers;
    const cookie = parseCookie(request.headers.cookie ?? '')[sessionCookie];
    const secret = authorization === undefined ? cookie : bearerOf(authorization);
    if (secret === undefined) return next();
    const credential = await findCredential(db, secret);
    if (!credential) {
      if (authorization === undefined) return next();
      throw new Unauthenticated(
        'wrong-token',
        'The token is unknown, revoked or expired.',
        '令牌无效、已吊销或已过期。',
      );
    }
    if (
      authorization === undefined &&
      isForeignOrigin(request.headers.origin, request.get('host'), config.publicUrl, request.method)
    )
      throw new Forbidden(
        'foreign-origin',
        'The request came from another site.',
        '请求来自其他网站，已拒绝。',
      );
    Object.assign(response.locals, credential);
    next();
  };
}

function bearerOf(authorization: string): string {
  return /^Bearer\s+(\S+)\s*$/i.exec(authorization)?.[1] ?? '';
}

/** Browsers send Origin with every changing request; what sends none is not a browser of somebody signed in. */
function isForeignOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string | null,
  method: string,
): boolean {
  if (origin === undefined || method === 'GET' || method === 'HEAD') return false;
  if (publicUrl !== null && origin === new URL(publicUrl).origin) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
