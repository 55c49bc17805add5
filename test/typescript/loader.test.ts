import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { typeScriptLoader } from '../../server/typescript/loader.ts';

const run = promisify(execFile);

async function runTypeScript(source: string): Promise<{ stdout: string; stderr: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'gridwarden-loader-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'given.ts');
  await writeFile(path, source);
  return run(process.execPath, ['--import', typeScriptLoader, path]).catch((error) => error);
}

test('a file runs without its types, and an error is told where it is in the source', async () => {
  const source = [
    'type Metres = number;',
    'const walked: Metres = 3 satisfies Metres;',
    'export function fail<T extends string>(what: T): never { throw new Error(`${what} ${walked}`); }',
    "if ((walked as number) === 3) fail<'at'>('at');",
  ];
  const { stderr } = await runTypeScript(source.join('\n'));
  expect(stderr).toContain('Error: at 3');
  expect(stderr).toMatch(/given\.ts:3:\d+/);
  expect(stderr).toMatch(/given\.ts:4:31/);
});

test('a file that is no TypeScript is named', async () => {
  const { stderr } = await runTypeScript('const walked: = 3;');
  expect(stderr).toMatch(/SyntaxError/);
  expect(stderr).toContain('given.ts');
});
