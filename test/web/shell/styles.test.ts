import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** The names that the files of the page import from Mantine. */
function importedComponents(): string[] {
  const files = readdirSync(join(root, 'web'), { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.tsx') && !file.startsWith('dist'))
    .map((file) => readFileSync(join(root, 'web', file), 'utf8'));
  const lists = texts.flatMap((text) => [...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)]);
  return [...new Set(lists.flatMap(([, names = '']) => names.split(',').map((name) => name.trim())))];
}

test('every Mantine component that the page uses has its style sheet', () => {
  const styles = readFileSync(join(root, 'web/shell/styles.ts'), 'utf8');
  const missing = importedComponents().filter(
    (name) =>
      existsSync(join(root, `node_modules/@mantine/core/styles/${name}.css`)) &&
      !styles.includes(`/${name}.css'`),
  );
  expect(missing).toEqual([]);
});
