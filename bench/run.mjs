// `npm run bench -- names`: what a fresh checkout lacks, the page included, then the figures in this same process.
import { ensureDependencies, ensurePage, requireNode } from '../server/install.mjs';

requireNode();
await ensureDependencies();
await ensurePage();
await import('../server/typescript/register.mjs');
await import('./run-figures.ts');
