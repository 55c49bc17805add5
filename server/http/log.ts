import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/** One line a request. The token in an ingest path and every credential header stay out of it. */
export function logRequests(log: Logger) {
  return pinoHttp({
    logger: log,
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
    serializers: {
      req: (request: { method: string; url: string }) => ({
        method: request.method,
        url: redactPath(request.url),
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
  });
}

/** The same for live clients, whose requests are many: nothing is made ready for a line that is not written. */
export function logLiveRequests(log: Logger): RequestHandler {
  return ({ method, originalUrl }, response, next) => {
    response.once('finish', () => logLiveRequest(log, method, originalUrl, response.statusCode));
    next();
  };
}

/** The line of one request of a live client that was answered. */
export function logLiveRequest(log: Logger, method: string, url: string, status: number): void {
  const level = status >= 500 ? 'error' : 'debug';
  if (log.isLevelEnabled(level))
    log[level]({ req: { method, url: redactPath(url) }, res: { status } }, 'live request');
}

/** Paths that hold a credential, and what of them may be said. Express tells upper case from lower case in none. */
const secretPaths = [
  /^(\/ingest\/(?:osmand|owntracks|overland|phonetrack|gpslogger|opengts))\/.*$/i,
  /^(\/ingest)\/(?!\w+\/\[).*$/i,
  /^(\/setup)\/.*$/i,
];
/** Where somebody entered a token at a wrong place: ours have 32 characters. */
const tokenLike = /[\w-]{32,}/g;

/**
 * `/ingest/osmand/SECRET?lat=…` becomes `/ingest/osmand/[token]`: neither token nor position is logged, nor a query,
 * which may hold an API key.
 */
function redactPath(url: string): string {
  const [path = ''] = url.split('?');
  return secretPaths
    .reduce((text, secret) => text.replace(secret, '$1/[token]'), path)
    .replace(tokenLike, '[token]');
}
