import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { limitLoad } from '../../server/http/load.ts';

/** Somewhere that reads bodies of up to 100 kB, all of them together up to as much as said. */
async function listen(bytes: number, pauseMs = 50): Promise<string> {
  const app = express();
  app.use(limitLoad({ bytes, bodyBytes: 100_000, pauseMs }), express.raw({ type: () => true }));
  app.use((_request, response) => void response.end());
  app.use(((error, _request, response, _next) => {
    response.status(error.status ?? 500).end();
  }) satisfies express.ErrorRequestHandler);
  const server = createServer(app).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

const send = (url: string, bytes: number) =>
  fetch(url, { method: 'POST', body: 'x'.repeat(bytes) }).then(({ status }) => status);

it('gives up a body that stops coming, and with it what it held', async () => {
  const url = await listen(60_000);
  const stalled = request(url, { method: 'POST', headers: { 'content-length': 50_000 } });
  const ended = once(stalled, 'error');
  stalled.write('x'.repeat(40_000));
  await ended;
  await expect.poll(() => send(url, 30_000), { timeout: 20_000 }).toBe(200);
});

it('lets bodies that are announced and do not come take nothing from others', async () => {
  const url = await listen(60_000);
  const announced = Array.from({ length: 10 }, () => {
    const one = request(url, { method: 'POST', headers: { 'content-length': 50_000 } });
    one.on('error', () => {});
    one.flushHeaders();
    return one;
  });
  expect(await send(url, 30_000)).toBe(200);
  for (const one of announced) one.destroy();
});

it('takes of packed bodies only so many at once, and others beside them', async () => {
  const url = await listen(500_000, 60_000);
  const packed = gzipSync(Buffer.alloc(90_000));
  const statuses: (number | undefined)[] = [];
  const stalled = Array.from({ length: 10 }, () => {
    const headers = { 'content-encoding': 'gzip', 'content-length': packed.length };
    const one = request(url, { method: 'POST', headers });
    one.on('response', ({ statusCode }) => statuses.push(statusCode)).on('error', () => {});
    one.write(packed.subarray(0, -9));
    return one;
  });
  await expect.poll(() => statuses, { timeout: 20_000 }).toEqual(Array(9).fill(503));
  expect(await send(url, 90_000)).toBe(200);
  for (const one of stalled) one.destroy();
});

it('counts no more of a body than is kept of it', async () => {
  const url = await listen(250_000, 60_000);
  const endless = request(url, { method: 'POST', headers: { 'content-length': 10_000_000 } });
  endless.on('error', () => {});
  endless.write('x'.repeat(2_000_000));
  await once(endless, 'drain');
  expect(await send(url, 90_000)).toBe(200);
  endless.destroy();
});
