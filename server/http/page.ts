import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';
import sirv from 'sirv';
import { sessionCookie } from '../accounts/authenticate.ts';
import { noSuchPath } from './failure.ts';
import { filesOfPage } from './page-files.ts';

const builtFolder = join(import.meta.dirname, '../../web/dist');
const oneYearSeconds = 31_536_000;

/**
 * The built page: named assets for ever, packed when they were built; everything else is the page itself with a fresh
 * style nonce. Whoever is signed in and opens the map is told at once what it is made of. Where the page has not been
 * built, whoever asks for it is told so, and everything else is served.
 */
export function servePage(folder = builtFolder): Router {
  const router = Router();
  const { everywhere, map } = filesOfPage(folder);
  const [forAll, forMap] = [preloading(everywhere), preloading(map)];
  router.use('/assets', serveAssets(join(folder, 'assets')), ({ originalUrl }) => {
    throw noSuchPath(originalUrl.split('?')[0] ?? '');
  });
  router.use(express.static(folder, { index: false, maxAge: '1h' }));
  router.get('/{*path}', async (request, response) => {
    if (!request.accepts('html')) throw noSuchPath(request.path);
    const html = await readFile(join(folder, 'index.html'), 'utf8').catch(() => unbuilt);
    const opensMap = request.path === '/' && request.headers.cookie?.includes(`${sessionCookie}=`);
    response
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(
        html
          .replace('</head>', () => `${forAll}${opensMap ? forMap : ''}</head>`)
          .replaceAll('__CSP_NONCE__', String(response.locals['nonce'])),
      );
  });
  return router;
}

function preloading(files: readonly string[]): string {
  return files.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`).join('');
}

/** Looked up at each request: a build beside a running server takes files away, which must end no more than their requests. */
function serveAssets(folder: string): RequestHandler {
  if (!existsSync(folder)) return (_request, _response, next) => next();
  return sirv(folder, {
    dev: true,
    gzip: true,
    setHeaders: (response) =>
      response.setHeader('Cache-Control', `public,max-age=${oneYearSeconds},immutable`),
  });
}

const unbuilt =
  '<!doctype html><meta charset="utf-8"><title>Gridwarden</title><p>The page has not been built: run <code>npm run build</code>. 页面尚未构建。</p>';
