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

/** `/ingest/osmand/SECRET?lat=…` becomes `/ingest/osmand/[token]`: neither token nor position is logged. */
function redactPath(url: string): string {
  const [path = ''] = url.split('?');
  return path.replace(/^(\/ingest\/[^/]+)\/.*$/, '$1/[token]').replace(/^(\/setup)\/.*$/, '$1/[token]');
}
