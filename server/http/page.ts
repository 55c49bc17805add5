import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { Router } from 'express';
import { noSuchPath } from './failure.ts';

const folder = join(import.meta.dirname, '../../web/dist');
const oneYear = 31_536_000_000;

/** The built page: named assets for ever, everything else is the page itself with a fresh style nonce. */
export function servePage(): Router {
  const router = Router();
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: oneYear, fallthrough: false }),
  );
  router.use(express.static(folder, { index: false, maxAge: '1h' }));
  router.get('/{*path}', async (request, response) => {
    if (!request.accepts('html')) throw noSuchPath(request.path);
    const html = await readFile(join(folder, 'index.html'), 'utf8').catch(() => unbuilt);
    response
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(html.replaceAll('__CSP_NONCE__', String(response.locals['nonce'])));
  });
  return router;
}

const unbuilt =
  '<!doctype html><meta charset="utf-8"><title>Gridwarden</title><p>The page has not been built: run <code>npm run build</code>. 页面尚未构建。</p>';
