import type { IncomingMessage } from 'node:http';
import express, { type RequestHandler } from 'express';
import type { Route } from './route.ts';

const limitBytes = 10 * 1024 * 1024;
const jsonType = /^application\/([\w.-]+\+)?json\b/i;

/** Parses JSON bodies, but for routes that read a file from the body themselves: that may be JSON, too, and long. */
export function jsonBodies(routes: readonly Route[]): RequestHandler {
  const own = new Set(
    routes
      .filter(({ upload, body }) => upload !== undefined && !body)
      .map(({ method, path }) => `${method} ${path}`),
  );
  const isJson = (request: IncomingMessage & { originalUrl?: string }) => {
    const path = (request.originalUrl ?? '').split('?')[0];
    return (
      jsonType.test(request.headers['content-type'] ?? '') &&
      !own.has(`${request.method?.toLowerCase()} ${path}`)
    );
  };
  return express.json({ limit: limitBytes, strict: true, type: isJson });
}
