// `npm start`: makes a fresh checkout runnable, then runs the server in this same process.
import { ensureDependencies, ensurePage, requireNode } from './install.mjs';

requireNode();
await ensureDependencies();
await ensurePage();
const { register } = await import('tsx/esm/api');
register();
await import('./main.ts');
