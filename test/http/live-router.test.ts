import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import express from 'express';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import type { Deps } from '../../server/deps.ts';
import { liveBodyBytes, liveRouter } from '../../server/http/live-router.ts';
import { limitLoad } from '../../server/http/load.ts';
import { route } from '../../server/http/route.ts';

/** The live router with one route that says what bodies reach it; `known` answers whose token it is. */
async function listening(known: () => Promise<boolean>) {
  const bodies: unknown[] = [];
  const take = route({
    method: 'post',
    path: '/ingest/osmand/token',
    summary: 'takes bodies',
    access: 'path-token',
    handle: ({ request, response }) => {
      bodies.push(request.body);
      response.end();
    },
  });
  const deps = { config: readConfig({}), log: pino({ level: 'silent' }) };
  const limit = limitLoad({ bytes: 1_000_000, bodyBytes: liveBodyBytes });
  const app = express().use(liveRouter(deps as Deps, limit, [take], known));
  const server = createServer(app).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { bodies, server, port };
}

const head = (length: number) =>
  `POST /ingest/osmand/token HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

test('a body whose line is cut while its token is looked up reaches nobody', async () => {
  let answer: (isKnown: boolean) => void = () => {};
  const { bodies, server, port } = await listening(() => new Promise((resolve) => (answer = resolve)));
  const socket = connect(port, '127.0.0.1');
  socket.write(`${head(100)}{"half":`);
  await once(server, 'request');
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  answer(true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(bodies).toEqual([]);
});

test('a whole body reaches its route, also where it waited for its token to be looked up', async () => {
  const { bodies, port } = await listening(
    () => new Promise((resolve) => setTimeout(() => resolve(true), 20)),
  );
  const answer = await fetch(`http://127.0.0.1:${port}/ingest/osmand/token`, { method: 'POST', body: '{}' });
  expect([answer.status, bodies]).toEqual([200, [Buffer.from('{}')]]);
});
