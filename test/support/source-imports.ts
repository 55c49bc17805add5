import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** One import of one file: what it names, and where from: a path below the root, or a package. */
export type SourceImport = { from: string; to: string; names: string[]; isTypeOnly: boolean };

const statement =
  /(?:^|\n)\s*(?:import|export)\s+(?<type>type\s+)?(?<names>[\w*{][^;'"]*?\sfrom\s+)?['"](?<to>[^'"]+)['"]|import\(\s*['"](?<dynamic>[^'"]+)['"]\s*\)/g;

/** Every TypeScript file below a folder of the repository, as paths below the root. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('dist'))
    .map((name) => join(folder, name))
    .sort();
}

/** The imports of a file; `import { type A, type B }` counts as type-only like `import type { A, B }`. */
export function importsOf(file: string): SourceImport[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(statement)].map(({ groups = {} }) => {
    const names = [...(groups['names'] ?? '').matchAll(/(type\s+)?([\w*]+)(?:\s+as\s+\w+)?\s*(?=[,}\s])/g)]
      .filter((match) => match[2] !== 'from')
      .map((match) => ({ name: match[2] ?? '', isType: Boolean(match[1]) }));
    return {
      from: file,
      to: targetOf(file, groups['to'] ?? groups['dynamic'] ?? ''),
      names: names.map(({ name }) => name),
      isTypeOnly: Boolean(groups['type']) || (names.length > 0 && names.every(({ isType }) => isType)),
    };
  });
}

function targetOf(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return relative(root, resolve(root, dirname(file), specifier.replace(/\?.*$/, '')));
}
