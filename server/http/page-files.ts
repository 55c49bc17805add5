import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).optional(), isEntry: z.boolean().optional() }),
);

/** What every page is drawn by; main.tsx asks for it once it has asked for the data of the page. */
const start = 'shell/start.tsx';
/** What the map is made of besides. */
const mapModules = ['map/map-view.tsx', 'pages/map.tsx'];

/**
 * The files that a page loads besides those that it names by itself, by the manifest of the build: every page, and the
 * map beside them. None where the manifest is absent.
 */
export function filesOfPage(folder: string): { everywhere: string[]; map: string[] } {
  const manifest = readManifest(folder);
  const named = new Set<string>();
  for (const [name, { isEntry }] of Object.entries(manifest)) if (isEntry) collect(manifest, name, named);
  const everywhere = new Set<string>();
  collect(manifest, start, everywhere, named);
  const map = new Set<string>();
  const others = new Set([...named, ...everywhere]);
  for (const name of mapModules) collect(manifest, name, map, others);
  return { everywhere: [...everywhere], map: [...map] };
}

function readManifest(folder: string): z.output<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')));
  } catch (error) {
    // The page has not been built, which whoever asks for it is told.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

function collect(
  manifest: z.output<typeof manifestSchema>,
  name: string,
  into: Set<string>,
  without: ReadonlySet<string> = new Set(),
): void {
  const module = manifest[name];
  if (!module || into.has(module.file) || without.has(module.file)) return;
  into.add(module.file);
  for (const imported of module.imports ?? []) collect(manifest, imported, into, without);
}
