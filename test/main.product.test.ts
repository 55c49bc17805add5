import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Client, clientOf } from './support/client.ts';
import { type Product, startProduct } from './support/product.ts';

// One data folder through a life of starts, kills and stops: each test takes it as the one before has left it.
const password = 'correct horse battery';
let dataDir: string;
let running: Product;
let client: Client;

async function start(): Promise<void> {
  running = startProduct({ DATA_DIR: dataDir, ADMIN_PASSWORD: password, JT808_PORT: '0' });
  client = await clientOf(await running.url).signIn('admin', password);
}

function village(number: number) {
  const [west, south] = [119 + number / 1000, 48];
  const ring = [0, 1, 2, 3, 0].map((corner) => [
    west + (corner === 1 || corner === 2 ? 0.0005 : 0),
    south + (corner === 2 || corner === 3 ? 0.0005 : 0),
  ]);
  const properties = { kind: 'village', name: `嘎查${number}` };
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } };
}

async function storedIds(): Promise<number[]> {
  const { body } = await client.get('/api/areas?limit=1000');
  return body.features.map((feature: { id: number }) => feature.id);
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gridwarden-test-'));
  await start();
}, 300_000);

afterAll(async () => {
  running.process.kill('SIGKILL');
  await running.ended;
  await rm(dataDir, { recursive: true, force: true });
});

test('starts on a fresh folder, says what it waits for, where terminals connect and that it does not fsync', async () => {
  expect((await client.get('/readyz')).status).toBe(200);
  expect(running.output()).toMatch(/JT\/T 808 terminals connect to 127\.0\.0\.1 port \d+/);
  expect(running.output()).toMatch(/Opening the embedded database … \d+ s/);
  expect(running.output()).toContain('survives kill -9, but not a loss of power');
});

test('refuses a folder that is in use, naming the process that has it', async () => {
  const second = startProduct({ DATA_DIR: dataDir });
  expect(await second.ended).toBe(1);
  expect(second.output().trim()).toBe(
    `The data folder ${dataDir} is in use by process ${running.process.pid}; stop that one, or set DATA_DIR to another folder.`,
  );
});

test('keeps through kill -9 whatever was answered', { timeout: 180_000 }, async () => {
  const answered: number[] = [];
  let next = 0;
  const send = async () => {
    for (;;) {
      const { status, body } = await client.post('/api/areas', village(++next));
      if (status === 201) answered.push(body.id);
    }
  };
  const senders = Promise.allSettled([send(), send(), send(), send()]);
  while (answered.length < 60) await sleep(10);
  running.process.kill('SIGKILL');
  await senders;
  await start();
  const stored = new Set(await storedIds());
  expect(answered.filter((id) => !stored.has(id))).toEqual([]);
});

test('starts a database process that was killed again, and serves on', { timeout: 180_000 }, async () => {
  const before = await storedIds();
  const { pid } = JSON.parse(readFileSync(join(dataDir, 'database.lock'), 'utf8'));
  process.kill(pid, 'SIGKILL');
  let status = 0;
  for (let tries = 0; status !== 200 && tries < 600; tries++) {
    await sleep(200);
    status = (await client.get('/readyz')).status;
  }
  expect(await storedIds()).toEqual(before);
});

test('finishes the request at hand on SIGTERM, then closes the database', { timeout: 180_000 }, async () => {
  const body = JSON.stringify({ username: 'admin', password });
  const { hostname, port } = new URL(client.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  // The server says 100 once it has the request, and what it is doing once it has the signal.
  const head = [
    'POST /api/session HTTP/1.1',
    `Host: ${hostname}:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await vi.waitUntil(() => answer.startsWith('HTTP/1.1 100'), { timeout: 60_000 });
  running.process.kill('SIGTERM');
  await vi.waitUntil(() => running.output().includes('SIGTERM: finishing'), { timeout: 60_000 });
  socket.write(body);
  expect(await running.ended).toBe(0);
  expect(answer).toContain('HTTP/1.1 201 ');
  expect(existsSync(join(dataDir, 'database.lock'))).toBe(false);
  expect(existsSync(join(dataDir, 'server.lock'))).toBe(false);
});
