// Lets this thread import TypeScript, for `node --import` and for the plain files that start something. Node does it by
// itself from 22.18 on; Node 20 takes the types away by the same program, which comes as a package.
import { register } from 'node:module';

if (!process.features.typescript) register('./hooks.mjs', import.meta.url);
