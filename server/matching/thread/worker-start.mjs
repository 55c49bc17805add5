// Threads do not inherit the loader of TypeScript, nor take it from --import on Node 20; so this plain file registers it.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
