// `npm run ingest -- replay`: what a mended decoder can read now of what was refused before. Beside a running server on
// PostgreSQL, or while the one on the embedded database is stopped: that one has the page for it.
import { ensureDependencies, requireNode } from './install.mjs';

requireNode();
await ensureDependencies();
await import('./typescript/register.mjs');
await import('./ingest-command.ts');
