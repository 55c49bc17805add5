// `npm start`: makes a fresh checkout runnable, then runs the server in this same process.
import { ensureDependencies, ensurePage, ensureServer, requireNode } from './install.mjs';

requireNode();
await ensureDependencies();
await ensurePage();
await ensureServer();
await import('./typescript/register.mjs');
await import('./main.ts');
