// What Node asks, on a thread of its own, whenever a module is imported.
import { fileURLToPath } from 'node:url';
import { stripped } from './stripped.mjs';

const typeScript = /^file:.*\.m?ts(\?|$)/;

export async function load(url, context, nextLoad) {
  if (!typeScript.test(url)) return nextLoad(url, context);
  return { format: 'module', source: await stripped(fileURLToPath(url)), shortCircuit: true };
}
