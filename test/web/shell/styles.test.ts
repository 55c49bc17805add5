import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const mantine = join(root, 'node_modules/@mantine');

const textsIn = (folder: string, suffix: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(suffix) && !file.startsWith('dist'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

/** The names that some files import from Mantine's core. */
function importedFrom(texts: string[]): string[] {
  const lists = texts.flatMap((text) => [
    ...text.matchAll(/import \{([^}]*)\} from ['"]@mantine\/core['"]/g),
  ]);
  return lists.flatMap(([, names = '']) => names.split(',').map((name) => name.trim()));
}

/** A component and those that it is made of. */
function withParts(names: string[], known = new Set<string>()): Set<string> {
  for (const name of names) {
    const folder = join(mantine, 'core/esm/components', name);
    if (known.has(name) || !existsSync(folder)) continue;
    known.add(name);
    const parts = textsIn(folder, '.mjs').flatMap((text) => [
      ...text.matchAll(/from "(?:\.\.\/)+([A-Z]\w+)\//g),
    ]);
    withParts(
      parts.flatMap(([, part = '']) => part),
      known,
    );
  }
  return known;
}

/** A menu borrows the arrow of this one, which has no rules of its own. */
const borrowed = ['Accordion'];

test('every Mantine component that the page uses, and every part of it, has its style sheet', () => {
  const styles = readFileSync(join(root, 'web/shell/styles.ts'), 'utf8');
  const used = importedFrom([
    ...textsIn(join(root, 'web'), '.tsx'),
    ...textsIn(join(mantine, 'notifications/esm'), '.mjs'),
  ]);
  const missing = [...withParts(used)].filter(
    (name) =>
      !borrowed.includes(name) &&
      existsSync(join(mantine, `core/styles/${name}.css`)) &&
      !styles.includes(`/${name}.css'`),
  );
  expect(missing).toEqual([]);
});
