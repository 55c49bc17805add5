// Threads do not inherit the loader of TypeScript, nor take it from --import on Node 20; so this plain file registers it.
import '../../typescript/register.mjs';

await import('./worker.ts');
