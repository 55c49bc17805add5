import { existsSync } from 'node:fs';
import chromiumPaths from './chromium-paths.json' with { type: 'json' };

/** The browser that CHROMIUM_PATH names, else the first that is installed. */
export function findChromium(): string {
  const found = process.env['CHROMIUM_PATH'] || chromiumPaths.find((path) => existsSync(path));
  if (!found) throw new Error('No Chromium was found: apt-get install chromium, or set CHROMIUM_PATH.');
  return found;
}
