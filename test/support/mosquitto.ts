import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

const folders = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/opt/homebrew/sbin'];
const program = folders.map((folder) => join(folder, 'mosquitto')).find(existsSync);

export const withMosquitto = program !== undefined;
/** Put behind a test's name, says why it is skipped. */
export const mosquittoNote = withMosquitto ? '' : ' (skipped: mosquitto is not installed)';

/** A broker on loopback that only this test knows of; it forgets everything when it ends. */
export async function mosquitto() {
  const folder = await mkdtemp(join(tmpdir(), 'gridwarden-broker-'));
  const port = await freePort();
  const settings = ['listener', `${port}`, '127.0.0.1'].join(' ');
  await writeFile(join(folder, 'conf'), `${settings}\nallow_anonymous true\npersistence false\nuser root\n`);
  let running: ChildProcess | undefined;
  const stop = async () => {
    if (!running) return;
    const ended = new Promise((resolve) => running?.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
    running = undefined;
  };
  const start = async () => {
    running = spawn(program ?? 'mosquitto', ['-c', join(folder, 'conf')], { stdio: 'ignore' });
    while (!(await answers(port))) await sleep(20);
  };
  onTestFinished(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { url: `mqtt://127.0.0.1:${port}`, start, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
