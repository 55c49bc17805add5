import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).optional(), isEntry: z.boolean().optional() }),
);

/** What the map is made of; main.tsx asks for these when it runs. */
const mapModules = ['map/map-view.tsx', 'pages/map.tsx'];

/** The files that the map page loads beside those of every page, by the manifest of the build; none where it is absent. */
export function filesOfMapPage(folder: string): string[] {
  const manifest = readManifest(folder);
  const everywhere = new Set<string>();
  for (const [name, { isEntry }] of Object.entries(manifest))
    if (isEntry) collect(manifest, name, everywhere);
  const files = new Set<string>();
  for (const name of mapModules) collect(manifest, name, files, everywhere);
  return [...files];
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
