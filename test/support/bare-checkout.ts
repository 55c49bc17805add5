import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

export type BareCheckout = {
  write: (file: string, text: string) => Promise<void>;
  /** Takes away a file or folder. */
  remove: (file: string) => Promise<void>;
  /** Runs what `npm start` does before the server, or `npm test`; returns its exit code and output. */
  run: (
    what: 'start' | 'test',
    variables?: Record<string, string>,
  ) => Promise<{ code: number; said: string }>;
  /** What was run since the last time this was asked. */
  ran: () => Promise<string[]>;
};

/** A lock that asks for a version of vite, and for something that is for other platforms. */
export const lockOf = (viteVersion: string) =>
  JSON.stringify({
    packages: {
      '': {},
      'node_modules/vite': { version: viteVersion },
      'node_modules/of-another-platform': { version: '1.0.0', optional: true },
    },
  });

/** npm, vite, vitest, apt-get and fc-list as far as the set-up can tell: each notes that it ran and leaves its result. */
const npm = `
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
appendFileSync('ran', 'npm ' + process.argv.slice(2).join(' ') + '\\n');
if (process.env.NPM_FAILS) { console.error('npm error network'); process.exit(1); }
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
delete packages['node_modules/of-another-platform'];
mkdirSync('node_modules', { recursive: true });
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
cpSync('fake-modules', 'node_modules', { recursive: true });`;
const vite = `
import { appendFileSync, mkdirSync } from 'node:fs';
appendFileSync('ran', 'vite build\\n');
mkdirSync('web/dist', { recursive: true });`;
const vitest = `
import { appendFileSync, writeFileSync } from 'node:fs';
appendFileSync('ran', 'vitest' + (process.env.SKIP_BROWSER_TESTS ? ' without browser' : '') + '\\n');
const report = process.argv.find((arg) => arg.startsWith('--outputFile.json=')).split('=')[1];
const counts = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };
writeFileSync(report, JSON.stringify(counts));`;
const aptGet = `#!/bin/sh
echo "apt-get $1" >> ran
if [ "$1" = install ]; then : > chromium; : > fonts; fi`;
const fcList = `#!/bin/sh
if [ -e fonts ]; then echo NotoSansCJK; fi`;

/** A checkout with the real scripts of the set-up and nothing else: what they call only notes that it was called. */
export async function bareCheckout(): Promise<BareCheckout> {
  const folder = await mkdtemp(join(tmpdir(), 'gridwarden-bare-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  await write('package-lock.json', lockOf('1.0.0'));
  await write('vite.config.ts', '');
  await write('web/main.ts', "import { words } from '../server/words.ts';\n");
  await write('server/words.ts', "import type { Db } from './db.ts';\nexport * from './deep.ts';\n");
  await write('server/deep.ts', '');
  await write('server/db.ts', '');
  await write(
    'start.mjs',
    "import { ensureDependencies, ensurePage } from './server/install.mjs';\nawait ensureDependencies();\nawait ensurePage();\n",
  );
  await write('npm.mjs', npm);
  await write('fake-modules/vite/bin/vite.js', vite);
  await write('fake-modules/vite/package.json', '{"type":"module"}');
  await write('fake-modules/vitest/vitest.mjs', vitest);
  await write('bin/apt-get', aptGet);
  await write('bin/fc-list', fcList);
  await Promise.all(['apt-get', 'fc-list'].map((name) => chmod(join(folder, 'bin', name), 0o755)));
  await write('test/support/chromium-paths.json', JSON.stringify([join(folder, 'chromium')]));
  for (const script of ['server/install.mjs', 'test/run.mjs'])
    await copyFile(join(root, script), join(folder, script));

  const run: BareCheckout['run'] = (what, variables = {}) => {
    const script = what === 'start' ? 'start.mjs' : 'test/run.mjs';
    const env = { PATH: join(folder, 'bin'), npm_execpath: join(folder, 'npm.mjs'), ...variables };
    return new Promise((done) =>
      execFile(process.execPath, [script], { cwd: folder, env }, (error, stdout, stderr) =>
        done({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr }),
      ),
    );
  };
  return {
    write,
    remove: (file) => rm(join(folder, file), { recursive: true, force: true }),
    run,
    ran: async () => {
      const lines = await readFile(join(folder, 'ran'), 'utf8').catch(() => '');
      await write('ran', '');
      return lines.split('\n').filter(Boolean);
    },
  };
}
