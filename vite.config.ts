import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { landTiles } from './web/map/base/land-plugin.ts';
import { compressed } from './web/shell/compress-plugin.ts';
import { firstLoad } from './web/shell/first-load.ts';

/** The server replaces this placeholder in index.html with the nonce of each answer. */
const cspNonce = '__CSP_NONCE__';

const root = join(import.meta.dirname, 'web');

const apiOrigin = process.env.API_ORIGIN ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root,
  plugins: [react(), landTiles(), compressed()],
  html: { cspNonce },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // server/http/page-files.ts reads from it what the map is made of.
    manifest: true,
    target: 'es2022',
    // A data: address would need `data:` in the policy for scripts and fonts as well.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    // Eighty small files took their turns on a browser's six connections before the first question was asked; in one
    // file for all, nothing was asked before the library of the map had been read.
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [...firstLoad(root), { name: 'shared', minShareCount: 3 }] },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(['/api', '/tiles', '/ingest'].map((path) => [path, apiOrigin])),
  },
});
