import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bareCheckout, lockOf } from './support/bare-checkout.ts';

const install = 'npm install --no-save --include=dev --no-progress';

describe('npm start', () => {
  test('installs and builds once, and at a second start neither', async () => {
    const checkout = await bareCheckout();
    const { said } = await checkout.run('start');
    expect(said).toContain('Installing the npm dependencies …\nBuilding the web page …\n');
    expect(await checkout.ran()).toEqual([install, 'vite build']);
    expect((await checkout.run('start')).said).toBe('');
    expect(await checkout.ran()).toEqual([]);
  });

  test('installs again what the lock asks for otherwise, or what was taken away, and builds with it', async () => {
    const checkout = await bareCheckout();
    await checkout.run('start');
    await checkout.ran();
    await checkout.write('package-lock.json', lockOf('2.0.0'));
    await checkout.run('start');
    expect(await checkout.ran()).toEqual([install, 'vite build']);
    await checkout.remove('node_modules');
    await checkout.run('start');
    expect(await checkout.ran()).toEqual([install]);
  });

  test.each(['web/main.ts', 'web/new.css', 'server/words.ts', 'server/deep.ts', 'vite.config.ts'])(
    'builds the page again after a change of %s',
    async (file) => {
      const checkout = await bareCheckout();
      await checkout.run('start');
      await checkout.ran();
      await checkout.write(file, "export * from './deep.ts'; // changed\n");
      await checkout.run('start');
      expect(await checkout.ran()).toEqual(['vite build']);
    },
  );

  test('builds no page for a change of the server alone', async () => {
    const checkout = await bareCheckout();
    await checkout.run('start');
    await checkout.ran();
    await checkout.write('server/db.ts', '// changed\n');
    await checkout.run('start');
    expect(await checkout.ran()).toEqual([]);
  });

  test('hands the signal that npm gets on to the server, which ends in its own time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gridwarden-signal-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, 'server'));
    await copyFile(resolve(import.meta.dirname, '../package.json'), join(folder, 'package.json'));
    const server = `
      setInterval(() => {}, 1000);
      process.on('SIGTERM', () => setTimeout(() => { console.log('drained'); process.exit(0); }, 100));
      console.log('ready');`;
    await writeFile(join(folder, 'server/start.mjs'), server);
    // A group of its own, so that nothing outlives the test.
    const npm = spawn('npm', ['start'], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void spawnSync('kill', ['-KILL', '--', `-${npm.pid}`]));
    let said = '';
    npm.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (!said.includes('ready') && text.includes('ready')) npm.kill('SIGTERM');
      said += text;
    });
    const code = await new Promise((done) => npm.once('close', done));
    expect([code, said]).toEqual([0, expect.stringMatching(/ready\s+drained/)]);
  });

  test('ends with 1 and says why where it cannot install', async () => {
    const checkout = await bareCheckout();
    const { code, said } = await checkout.run('start', { NPM_FAILS: '1' });
    expect(code).toBe(1);
    expect(said).toContain('npm error network');
    expect(said).toContain('Installing the npm dependencies failed');
    expect(await checkout.ran()).toEqual([install]);
  });
});

describe('npm test', () => {
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');

  test.skipIf(!mayInstall)(
    'installs on Debian as root what the browser tests lack, and says so',
    async () => {
      const checkout = await bareCheckout();
      const { code, said } = await checkout.run('test');
      expect(said).toContain('The browser tests need chromium and fonts-noto-cjk: installing');
      expect(await checkout.ran()).toEqual([
        install,
        'vite build',
        'apt-get update',
        'apt-get install',
        'vitest',
      ]);
      expect([code, said.trim().split('\n').at(-1)]).toEqual([0, '3 passed, 0 failed, 1 skipped']);
    },
  );

  test('skips the browser tests loudly where it must not install, and says what to run', async () => {
    const checkout = await bareCheckout();
    const { code, said } = await checkout.run('test', { NO_SYSTEM_INSTALL: '1' });
    expect(said).toContain('the browser tests are SKIPPED');
    expect(said).toContain('apt-get install chromium fonts-noto-cjk');
    expect(await checkout.ran()).toEqual([install, 'vite build', 'vitest without browser']);
    expect(code).toBe(0);
  });

  test('fails where CI forbids skipping them', async () => {
    const checkout = await bareCheckout();
    const { code, said } = await checkout.run('test', { NO_SYSTEM_INSTALL: '1', CI: 'true' });
    expect(said).toContain('CI=true forbids skipping');
    expect(await checkout.ran()).toEqual([install, 'vite build']);
    expect(code).toBe(1);
  });

  test('needs a Chinese font for pictures only', async () => {
    const checkout = await bareCheckout();
    await checkout.write('chromium', '');
    const { said } = await checkout.run('test', { NO_SYSTEM_INSTALL: '1' });
    expect(said).toContain('No Chinese font was found');
    expect(await checkout.ran()).toEqual([install, 'vite build', 'vitest']);
  });
});
