import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench -- ingest coverage`: runs these figures one after the other, each from its own file. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !existsSync(fileOf(name)));
  if (names.length === 0 || unknown !== undefined) {
    console.error(
      `Name the figures to measure, as in: npm run bench -- ingest${unknown ? ` (no ${unknown})` : ''}`,
    );
    process.exit(1);
  }
  for (const name of names) await import(fileOf(name));
}

function fileOf(name: string): string {
  return join(import.meta.dirname, `${name}.bench.ts`);
}

await main(process.argv.slice(2));
